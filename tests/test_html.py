"""The HTML: one readable file in which every line of the letter stands exactly as written."""

import re
from html.parser import HTMLParser

import pytest

from lettergen.formats.html import render_html
from lettergen.language import Language
from lettergen.letter import Align, Letter, lines
from tests.sample_letter import LAYOUT, column, hostile, p, plain_letter, run, sample, table, ul

INLINE = {"a", "strong", "em"}
VOID = {"br", "meta"}


class Page(HTMLParser):
    """Reads a page: its tags with attributes, and the text of each block, line for line."""

    def __init__(self, source: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.open: list[str] = []
        self.lines = [""]
        self.feed(source)
        self.close()
        assert self.open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        if tag not in VOID:
            self.open.append(tag)
        if tag not in INLINE:
            self.lines.append("")

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag
        if tag not in INLINE:
            self.lines.append("")

    def handle_data(self, data: str) -> None:
        if "main" in self.open:
            self.lines[-1] += data

    def text(self) -> list[str]:
        return [line.strip("\n") for line in self.lines if line.strip("\n")]

    def names(self) -> list[str]:
        return [tag for tag, _ in self.tags]


def render(letter: Letter) -> str:
    return render_html(letter, LAYOUT / "letter.html").decode()


@pytest.mark.parametrize("letter", [sample(), sample(Language.NN), hostile()], ids=["nb", "nn", "hostile"])
def test_every_line_of_the_letter_stands_as_written(letter: Letter) -> None:
    assert Page(render(letter)).text() == [line for line in lines(letter) if line]


def test_the_letterhead_stands_on_top() -> None:
    source = render(sample())

    assert source.index("Postboks 12") < source.index("<main>")


def test_nothing_is_fetched_and_nothing_runs() -> None:
    source = render(sample(draft=True))

    assert not re.search(r"<script|<link|<img|<iframe|src=|@import|url\(|\son\w+=|javascript:", source)
    assert "default-src 'none'" in source


def test_tags_say_what_everything_is() -> None:
    page = Page(render(sample()))

    names = page.names()
    assert [names.count(name) for name in ("main", "h1", "h2", "h3", "ul", "ol", "table", "tfoot")] == [
        1,
        1,
        5,
        3,
        4,
        1,
        2,
        1,
    ]
    assert names.count("address") == 2
    assert [attributes.get("scope") for tag, attributes in page.tags if tag == "th"] == ["col"] * 9
    assert ("html", {"lang": "nb-NO"}) in page.tags
    assert "https://www.nav.no/klage" in [attributes.get("href") for tag, attributes in page.tags if tag == "a"]
    assert ("html", {"lang": "nn-NO"}) in Page(render(sample(Language.NN))).tags


def test_runs_are_joined_without_added_space() -> None:
    source = render(
        plain_letter(p("for", run("an", bold=True, italic=True), "over", run("s", link="mailto:a@b.no"), "."))
    )

    assert '<p>for<strong><em>an</em></strong>over<a href="mailto:a@b.no">s</a>.</p>' in source


def test_numbers_stand_to_the_right() -> None:
    source = render(plain_letter(table((column("a"), column("b", 1, Align.RIGHT)), (("c", "1"),), ("d", "2"))))

    assert re.findall(r'class="right">(.*?)<', source) == ["b", "1", "2"]


def test_a_nested_list_stands_in_its_item() -> None:
    source = render(plain_letter(ul((p("a"), ul("b")))))

    assert re.sub(r"\n", "", source).count("<ul><li><p>a</p><ul><li>b</li></ul></li></ul>") == 1


def test_a_draft_says_so_and_a_letter_does_not() -> None:
    draft = render(sample(draft=True))

    assert '<p class="draft">UTKAST</p>' in draft
    assert "<title>UTKAST – Du får kvalifiseringsprogram</title>" in draft
    assert "UTKAST" not in render(sample())


def test_same_letter_gives_same_bytes_and_the_layout_may_be_bytes() -> None:
    layout = LAYOUT / "letter.html"

    assert render_html(sample(), layout) == render_html(sample(), layout.read_bytes())


def test_the_layout_holds_no_words_of_its_own() -> None:
    """What stands outside tags, styles and Jinja in the layout is white space."""
    source = (LAYOUT / "letter.html").read_text(encoding="utf-8")

    bare = re.sub(r"(?s)\{#.*?#\}|\{%.*?%\}|\{\{.*?\}\}|<style>.*?</style>|<[^>]*>", "", source)

    assert re.findall(r"\w+", bare) == []
