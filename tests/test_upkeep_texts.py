"""The texts of the library, kept right: both languages say the same, each in its own words, plainly, and once.

The faults are planted in a copy of the toy scheme; every check has at least one that it alone finds.
"""

import random
import re
import shutil
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest

from lettergen import InvalidLibrary, Library, check, compose, load, load_library
from lettergen.findings import Finding, Severity
from lettergen.language import Language
from lettergen.letter import OriginKind
from lettergen.prose import Prose, lix, lix_of_letter
from lettergen.reasons import version_of
from lettergen.texts import parse_text
from lettergen.upkeep.accepted import accept, read_against, with_row
from lettergen.upkeep.likeness import pairs_alike
from lettergen.upkeep.outline import outline, spelled
from lettergen.upkeep.plain import is_passive
from lettergen.upkeep.shelf import Shelf
from lettergen.upkeep.texts import check_texts
from lettergen.upkeep.tongue import _code
from lettergen.words import Phrases, Sentence, lix_of
from tests.conftest import ROOT

TOY = ROOT / "tests" / "toy"
ROAD = "reasons/toy/reisevei"
LAW = "({{ 'sykkel-3-2' | hjemmel }})"


def block(nb: str, nn: str, title: str, more: str = "") -> str:
    """A reason block: its Bokmål begins on line 10."""
    head = (
        f"vilkaar: reisevei\nutfall: oppfylt\ntittel: {{nb: {title}, nn: {title}}}\nhjemler: {{grunnlag: [sykkel-3-2]}}"
    )
    return f"---\n{head}\nopplysninger: []\n{more or 'krever_hendelse: []'}\n---\n# nb\n{nb}\n# nn\n{nn}\n"


LONG = " ".join(["ord"] * 31)
HEAVY = "Arbeidsevnevurderinger forutsetter gjennomføringsplaner, samarbeidsavtaler, virkemiddelvurderinger. " * 10
PASSIVE = (
    "Vedtaket fattes i dag. Stønaden utbetales i mai. Reisen blir betalt. " + "Vi ser på hele saken din nå i dag. " * 4
)
SHARED = "Veien er bred og flat hele året, og du kan sykle trygt fra huset ditt til skolen og hjem igjen"
SHARED_NN = "Vegen er brei og flat heile året, og du kan sykle trygt frå huset ditt til skulen og heim igjen"

PLANTED: Mapping[str, tuple[str, str]] = {
    "sound": (
        f"Du er ikke alene {LAW}. Turen er {{{{ km_i_alt | tall }}}} km.",
        f"Du er ikkje åleine {LAW}. Turen er {{{{km_i_alt|tall}}}} km.",
    ),
    "value": ("Du reiser {{ km_i_alt | tall }} kilometer.", "Du reiser langt."),
    "filter": ("Du kjøpte den {{ sykkel.kjoept | dato }}.", "Du kjøpte han {{ sykkel.kjoept | dato_kort }}."),
    "branch": (
        "Hei.{% if sykkel.utstyr %} Du har {{ sykkel.utstyr }}.{% endif %}",
        "Hei.{% if sykkel.pris > 3000 %} Du har {{ sykkel.utstyr }}.{% endif %}",
    ),
    "choice": (
        "Du har {% if sykkel.kjoretoy == 'lastesykkel' %}plass{% else %}sete{% endif %}.",
        "Du har {% if sykkel.kjoretoy == 'vanlig_sykkel' %}plass{% else %}sete{% endif %}.",
    ),
    "moved": (
        "Pris {{ sykkel.pris | kroner }}.{% if turer %} Kjøpt {{ sykkel.kjoept | dato }}.{% endif %}",
        "Pris.{% if turer %} Kjøpt {{ sykkel.kjoept | dato }}, {{ sykkel.pris | kroner }}.{% endif %}",
    ),
    "law": (f"Reisen må passe {LAW}.", "Reisa må passe."),
    "list": ("Du må:\n\n- spare\n- vente", "Du må:\n\n- spare og vente"),
    "heading": ("### Reisen\n\nDu reiser.", "Du reiser."),
    "link": ("Les [mer](https://a.example/nb).", "Les [meir](https://a.example/nn)."),
    "number": ("Fristen er 14 dager.", "Fristen er 21 dagar."),
    "order": (
        "Fra {{ sykkel.kjoept | dato }} til {{ innflyttet | dato }}.",
        "Frå {{ innflyttet | dato }} til {{ sykkel.kjoept | dato }}.",
    ),
    "negation": ("Du får ikke penger.", "Du får pengar."),
    "swapped": (
        "Du får ikkje noko no.\n\nVi veit ikkje kvifor.",
        "Du får ikke noe nå.\n\nVi vet ikke hvorfor.",
    ),
    "slip-nn": ("Vi ser på saken.\n\nDu får ikke svar.", "Vi ser på saka.\n\nDu får ikke svar."),
    "slip-nb": ("Du får ikkje svar.", "Du får ikkje svar."),
    "doubtful": ("Vi ser på vurderinga.", "Vi ser på vurderinga."),
    "quoted": ("Vi kaller det «ikkje».", "Vi kallar det «ikkje»."),
    "homograph": ("Du kan nå målet, og vi er i gang.", "Du kan nå målet, og vi er i gang."),
    "no-homograph": ("Hver gang nå.", "Kvar gang nå."),
    "act": ("Se lov om sykling.", "Sjå lov om særlig sykling."),
    "bracket": ("Les brevet (jf. vedtaket).", "Les brevet (jf. vedtaket)."),
    "bare": ("Se teksten, jf. vedtaket.", "Sjå teksten."),
    "heavy-word": ("Vi svarer\ni henhold til reglene.", "Vi svarar etter reglane."),
    "long": (f"Kort.\n\n{LONG.capitalize()}.", "Kort."),
    "lix": (HEAVY, "Tungt."),
    "passive": (PASSIVE, "Lett."),
    "like-1": (f"{SHARED} {LAW}.", f"{SHARED_NN} {LAW}."),
    "like-2": (f"{SHARED} med barn {LAW}.", f"{SHARED_NN} med barn {LAW}."),
}
EXPECTED: Mapping[str, list[tuple[str, int, str]]] = {
    "sound": [],
    "value": [("LG309", 12, "Verdier: mangler på nynorsk: km_i_alt | tall")],
    "filter": [("LG309", 12, "mangler på nynorsk: sykkel.kjoept | dato; mangler på bokmål: sykkel.kjoept | dato_kort")],
    "branch": [
        (
            "LG309",
            12,
            "Valg i teksten: mangler på nynorsk: if sykkel.utstyr; mangler på bokmål: if sykkel.pris > 3000",
        )
    ],
    "choice": [("LG309", 12, "if sykkel.kjoretoy == 'lastesykkel'")],
    "moved": [("LG309", 12, "Verdier: mangler på nynorsk: sykkel.pris | kroner; mangler på bokmål: sykkel.pris")],
    "law": [("LG309", 12, "Hjemler: mangler på nynorsk: 'sykkel-3-2' | hjemmel")],
    "list": [("LG309", 17, "punkter: mangler på nynorsk: 2; mangler på bokmål: 1")],
    "heading": [("LG309", 14, "Overskrifter: mangler på nynorsk: ###")],
    "link": [("LG309", 12, "Lenker: mangler på nynorsk: https://a.example/nb; mangler på bokmål")],
    "number": [("LG309", 12, "Tall: mangler på nynorsk: 14; mangler på bokmål: 21")],
    "order": [("LG310", 12, "innflyttet | dato")],
    "negation": [("LG322", 12, "1 ganger")],
    "swapped": [("LG311", 10, "skal være på bokmål"), ("LG311", 14, "skal være på nynorsk")],
    "slip-nn": [("LG312", 16, "«ikke»")],
    "slip-nb": [("LG312", 10, "«ikkje»")],
    "doubtful": [("LG313", 10, "«vurderinga»")],
    "quoted": [],
    "homograph": [],
    "no-homograph": [("LG313", 12, "«gang»"), ("LG313", 12, "«nå»")],
    "act": [],
    "bracket": [],
    "bare": [("LG316", 10, "«jf.»")],
    "heavy-word": [("LG316", 11, "«i henhold til»")],
    "long": [("LG317", 12, "31 ord")],
    "lix": [("LG318", 10, "lix")],
    "passive": [("LG319", 10, "3 av 7")],
    "like-1": [],
    "like-2": [("LG320", 10, "«reisevei/like-1»")],
}


def write(folder: Path, relative: str, text: str) -> None:
    file = folder / relative
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text, encoding="utf-8")


def change(folder: Path, relative: str, old: str, new: str) -> None:
    text = (folder / relative).read_text(encoding="utf-8")
    assert old in text, (relative, old)
    write(folder, relative, text.replace(old, new))


@pytest.fixture(scope="module")
def planted(tmp_path_factory: pytest.TempPathFactory) -> tuple[Library, list[Finding]]:
    """A copy of the toy with every fault in it, and all that is found."""
    folder = tmp_path_factory.mktemp("planted") / "toy"
    shutil.copytree(TOY, folder)
    for number, (name, (nb, nn)) in enumerate(PLANTED.items()):
        write(folder, f"{ROAD}/{name}.md", block(nb, nn, f"Tur {number}"))
    write(folder, f"{ROAD}/title-1.md", block("Du sykler.", "Du syklar.", "Lik tur"))
    write(folder, f"{ROAD}/title-2.md", block("Reisen er kort, og du har god tid.", "Reisa er kort.", "lik tur"))
    change(folder, "templates/nn/toy/innvilgelse.md", "{{ tabell('reiser') }}", "Her er reisene.")
    write(folder, "templates/nb/toy/avslag@2026-09-01.md", (TOY / "templates/nb/toy/avslag.md").read_text("utf-8"))
    table = "reasons/toy/ordning.yaml"
    change(folder, table, 'celle: "{{ punkt.km | tall }}"', "celle: {nb: '{{ punkt.km | tall }}', nn: km}")
    change(folder, table, "Du bur ikkje i kommunen", "Du bur ikke i kommunen")
    change(folder, table, "Strekninga", "Kvar hvor og «hvorfor»")
    change(folder, "reasons/toy/opplysninger.yaml", "nn: Flytta inn", "nn: Når du ikke flytta")
    change(
        folder,
        "reasons/toy/regler.yaml",
        "nn: Ei av reisene",
        "nn: En av kilder og ikke_oppfylt som",
    )
    change(folder, "reasons/spraak/lover.yaml", "nn: sykkellova", "nn: lov om særlig sykling")
    write(folder, "templates/nn/ledetekster.yaml", (ROOT / "templates/nn/ledetekster.yaml").read_text("utf-8"))
    change(folder, "templates/nn/ledetekster.yaml", "Med venleg helsing", "Hilsen fra oss")
    library = load_library((folder,))
    return library, list(check_texts(library))


def in_file(planted: tuple[Library, list[Finding]], relative: str) -> Iterator[tuple[str, int | None, str]]:
    library, findings = planted
    for finding in findings:
        if finding.location.file.endswith(f"/toy/{relative}") and finding.code != "LG315":
            words = library.catalogue.words(finding, Language.NB)
            yield finding.code, finding.location.line, words.message


@pytest.mark.parametrize("name", PLANTED)
def test_a_planted_fault_is_found_where_it_is_and_nothing_else(name, planted):
    found = list(in_file(planted, f"{ROAD}/{name}.md"))
    assert [(code, line) for code, line, _ in found] == [(code, line) for code, line, _ in EXPECTED[name]]
    for (_, _, message), (_, _, said) in zip(found, EXPECTED[name], strict=True):
        assert said in message


def test_two_blocks_of_a_cell_are_not_called_the_same(planted):
    assert [code for code, _, _ in in_file(planted, f"{ROAD}/title-1.md")] == []
    assert [code for code, _, _ in in_file(planted, f"{ROAD}/title-2.md")] == ["LG321", "LG321"]


def test_running_texts_and_tables_are_compared_too(planted):
    [(code, _, message)] = in_file(planted, "templates/nn/toy/innvilgelse.md")
    assert code == "LG309"
    assert "Deler som hentes inn: mangler på nynorsk: tabell('reiser')" in message
    [(code, line, message)] = in_file(planted, "templates/nb/toy/avslag@2026-09-01.md")
    assert (code, line) == ("LG309", 1)
    assert "Hele versjonen: mangler på nynorsk" in message
    cells = [finding for finding in planted[1] if dict(finding.values).get("difference", "").find("punkt.km") > 0]
    assert [(finding.code, finding.location.file) for finding in cells] == [("LG309", "reasons/toy/ordning.yaml")]


@pytest.mark.parametrize(
    ("relative", "words"),
    [
        ("reasons/toy/ordning.yaml", ["ikke", "hvor"]),
        ("reasons/toy/opplysninger.yaml", ["ikke"]),
        ("reasons/toy/regler.yaml", ["en"]),
        ("templates/nn/ledetekster.yaml", ["fra"]),
    ],
)
def test_headings_names_messages_and_labels_are_in_their_language(relative, words, planted):
    """With a line in the file; quoted words, and keys named in words for staff, are let be."""
    found = [finding for finding in planted[1] if finding.location.file.endswith(f"toy/{relative}")]
    found = found or [finding for finding in planted[1] if finding.location.file == relative]
    wrong = [finding for finding in found if finding.code == "LG312"]
    assert [dict(finding.values)["word"] for finding in wrong] == words
    assert all(finding.location.line for finding in wrong)


def test_words_for_staff_may_name_what_staff_write(planted):
    """Keys of the files, facts however deep, and filters."""
    assert {"kilder", "sykkel", "maalsted", "km_i_alt", "opplisting", "paragraf"} <= set(_code(Shelf(planted[0])))


def test_severities_and_words(planted):
    """What tells the reader something wrong is an error; style and doubt are warnings. No gap is left in any sentence."""
    library, findings = planted
    errors = {finding.code for finding in findings if finding.severity is Severity.ERROR}
    assert errors == {"LG309", "LG311", "LG312"}
    assert {finding.severity for finding in findings} == {Severity.ERROR, Severity.WARNING, Severity.NOTE}
    for finding in findings:
        for ui in Language:
            words = library.catalogue.words(finding, ui)
            assert not re.search(r"\{\w*\}|«»|: \.|  ", f"{words.message} {words.do}"), finding


# The shipped texts


def test_the_shipped_texts_have_no_errors(library):
    wrong = [finding for finding in check_texts(library) if finding.stops]
    assert [f"{finding.location} {library.catalogue.words(finding, Language.NB).message}" for finding in wrong] == []


def test_the_examples_are_easy_to_read(library, examples):
    """What the library says in each letter stays below the limit for a text; what the office wrote does not count."""
    limit = Shelf(library).plain.limits.lix
    figures = {path.stem: round(lix_of_letter(compose(check(load(path), library)))) for path in examples}
    assert all(15 < figure < limit for figure in figures.values()), figures


# Nynorsk read against Bokmål


def test_nynorsk_is_read_against_the_bokmaal_of_the_day(tmp_path):
    """`accept` computes files; when they are written nothing is old, and a change of the Bokmål makes it so again."""
    mine = tmp_path / "mine"
    shutil.copytree(TOY, mine)
    before = load_library((mine,))
    unread = [reading for reading in read_against(Shelf(before)) if "/toy/" in reading.name]
    assert {reading.read for reading in unread} == {None}
    for file, text in accept(unread, before).items():
        file.write_text(text, encoding="utf-8")
    own = {path.relative_to(mine).as_posix() for path in mine.rglob("*")}
    assert "templates/nn/lest_mot.yaml" in own
    changed_block = f"{ROAD}/til-skolen.md"
    assert (mine / changed_block).read_text("utf-8").count("nn_lest_mot: ") == 1
    after = load_library((mine,))
    shelf = Shelf(after)
    own_read = {each.name for each in read_against(shelf) if each.read and "/toy/" in each.name}
    assert own_read == {reading.name for reading in unread}
    assert not any(reading.outdated for reading in read_against(shelf))
    assert "LG314" not in {finding.code for finding in check_texts(after)}
    change(
        mine, changed_block, "Du reiser {{ km_i_alt | tall }} kilometer.\n# nn", "Reisen: {{ km_i_alt | tall }}.\n# nn"
    )
    change(mine, "templates/nb/toy/avslag.md", "# Du får ikke sykkelstøtte", "# Du får ikke støtte")
    old = [finding for finding in check_texts(load_library((mine,))) if finding.code == "LG314"]
    assert [finding.location.file.removeprefix(f"{mine}/") for finding in old] == [
        changed_block,
        "templates/nn/toy/avslag.md",
    ]


def test_a_row_is_put_in_its_place_and_nothing_else_is_touched():
    head = "---\r\ntittel: x\r\nnn_lest_mot: null\r\n---\r\n# nb\r\nnn_lest_mot: nei\r\n"
    assert with_row(head, "nn_lest_mot", "0a", in_front_matter=True) == head.replace("null", "0a")
    bare = "---\ntittel: x\n---\n# nb\nHei.\n"
    assert with_row(bare, "nn_lest_mot", "0a", in_front_matter=True) == bare.replace("x\n", "x\nnn_lest_mot: 0a\n")
    table = "# Lest\na/b.md: 1\nc.md: 2"
    assert with_row(table, "a/b.md", "9", in_front_matter=False) == "# Lest\na/b.md: 9\nc.md: 2"
    assert with_row(table, "d.md", "9", in_front_matter=False) == table + "\nd.md: 9\n"
    assert with_row("", "d.md", "9", in_front_matter=False) == "d.md: 9\n"


def test_the_version_is_that_of_the_bokmaal_alone(library):
    [reading] = [each for each in read_against(Shelf(library)) if each.name.endswith("felles/klage.md")]
    block = library.schemes["kvp"].blocks["klage"].newest
    assert reading.present == version_of(block.texts[Language.NB].source) != block.version


# What loading refuses already


def test_traps_are_refused_when_the_library_is_read(tmp_path):
    """A script link, a paragraph that begins with a date, and a typed section, each on its line."""
    faults = {
        f"{ROAD}/link.md": block("Hei [her](javascript:alert).", "Hei.", "Lenke"),
        f"{ROAD}/date.md": block("Hei.\n\n1. januar er fri.", "Hei.", "Dato"),
        "templates/nb/toy/avslag.md": "# Nei\n\nEtter § 3 i sykkelloven.\n",
    }
    for relative, text in faults.items():
        write(tmp_path, relative, text)
    with pytest.raises(InvalidLibrary) as raised:
        load_library((tmp_path, TOY))
    found = {
        (Path(finding.location.file).name, finding.location.line, dict(finding.values)["name"])
        for finding in raised.value.report
        if finding.code == "LG305"
    }
    assert found == {("link.md", 10, "lenke"), ("date.md", 12, "tall"), ("avslag.md", 3, "paragraf")}


def test_a_faulty_word_list_is_told(tmp_path):
    write(tmp_path, "reasons/spraak/klarspraak.yaml", "ord:\n  - {ord: iht, nb: etter}\n")
    with pytest.raises(InvalidLibrary) as raised:
        list(check_texts(load_library((tmp_path,))))
    assert {finding.location.line for finding in raised.value.report} == {2}


# Words, sentences, LIX


def prose(source: str) -> Prose:
    return Prose(source)


def test_tags_are_blanked_sign_for_sign():
    source = "A {{ b\n| dato }}\n{% if c %}d [e]({{ f }}){% endif %} g"
    blanked = prose(source).blanked
    assert len(blanked) == len(source)
    assert [word.text for word in prose(source).words] == ["a", "x", "d", "e", "g"]
    assert [blanked[: word.at].count("\n") for word in prose(source).words] == [0, 0, 2, 2, 2]


def test_sentences_end_where_a_reader_stops():
    source = "## Tittel\nFristen er 22. mai. Den\ner kort! Er den?\n\n1. Først\n2. Så\n\n{{ verdi }}\n\n{{ navn }} kom. «Ja.»"
    assert [" ".join(sentence.words) for sentence in prose(source).sentences] == [
        "Tittel",
        "Fristen er 22 mai",
        "Den er kort",
        "Er den",
        "Først",
        "Så",
        "X kom",
        "Ja",
    ]


def test_each_branch_is_read_and_never_beside_its_alternative():
    source = "Du {% if a %}får{% elif b %}mister{% else %}har{% endif %} penger{% if c %} nå{% endif %}."
    said = {" ".join(sentence.words) for sentence in prose(source).sentences}
    assert said == {"Du får penger nå", "Du mister penger", "Du har penger"}
    for source in (
        "{# {% if a %} #}Hei du.",
        "{%- if a -%}Hei du.{% endif %}",
        "Hei du. {% raw %}{% endif %}{% endraw %}",
    ):
        assert [sentence.words for sentence in prose(source).sentences] == [("Hei", "du")]


def test_lix_is_words_per_sentence_and_the_share_of_long_words():
    assert lix_of([]) == 0
    text = parse_text("Du får penger. Kommunen betaler {{ sum | kroner }} hver måned.", "t", OriginKind.BLOCK)
    assert lix(text) == 8 / 2 + 100 * 2 / 8


def test_the_longest_phrase_counts():
    found = [
        phrase
        for _, phrase in Phrases(["foreta", "foreta en vurdering av", "bl.a."]).found_in(
            prose("Vi skal foreta en\nvurdering av det, bl.a. nå. Foreta!").words
        )
    ]
    assert found == ["foreta en vurdering av", "bl.a.", "foreta"]


@pytest.mark.parametrize(
    ("language", "passive", "active"),
    [
        ("nb", ["Stønaden utbetales", "Saken blir avgjort", "Det ble ikke sagt"], ["Vi finnes", "Det blir det", "Ord"]),
        ("nn", ["Stønaden skal betalast", "Ho vart avgjord"], ["Det er best", "Vi ventar ein gjest", "Ho blir med"]),
    ],
)
def test_passives(language, passive, active, library):
    words = Shelf(library).plain.passive[Language(language)]
    assert [is_passive(Sentence(tuple(text.split()), 0), words) for text in passive] == [True] * len(passive)
    assert not any(is_passive(Sentence(tuple(text.split()), 0), words) for text in active)


def test_expressions_are_spelled_alike_however_they_were_written():
    first, second = (
        [mark.what for mark in outline(parse_text(source, "t", OriginKind.BLOCK), Prose(source))]
        for source in (
            "{{ 'ein' if a=='b' and (c or not d) else 'to' }}{{ ['x','y']|hjemmel }}{{ noen(e, \"punkt.f>1\") }}",
            "{{ 'én' if a == \"b\" and (c or not d) else 'to' }}{{ ['x', 'y'] | hjemmel }}{{ noen(e,'punkt.f > 1') }}",
        )
    )
    assert (
        first
        == second
        == [
            "… if (a == 'b') and (c or not d) else …",
            "['x', 'y'] | hjemmel",
            "noen(e, 'punkt.f > 1')",
        ]
    )
    assert spelled(None) == ""


def test_like_sets_are_all_found():
    """The short cut through rare rows finds what comparing all with all finds."""
    numbers = random.Random(5)
    sets = [frozenset(numbers.choices(range(30), k=numbers.randrange(1, 14))) for _ in range(200)]
    alike = {
        (first, second)
        for second in range(200)
        for first in range(second)
        if len(sets[first] & sets[second]) / len(sets[first] | sets[second]) >= 0.6
    }
    assert alike
    assert {(first, second) for first, second, _ in pairs_alike(sets, 0.6)} == alike
