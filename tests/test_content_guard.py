"""The engine knows nothing of any scheme: no id, act, section, amount or sentence of a letter stands in it.

The words are collected from the content, so that new content is guarded the day it comes. Core keys of people's
files are the engine's own; they are taken from its models, never listed here.
"""

import ast
import importlib
import inspect
import io
import pkgutil
import re
import tokenize
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any

import pytest

import lettergen
from lettergen import expressions, scope
from lettergen.documents import read_document
from lettergen.fields import FileModel
from lettergen.names import norwegian
from lettergen.scheme import LEGS
from lettergen.shapes import Group, Items, Shape
from tests.conftest import ROOT

PACKAGE = ROOT / "lettergen"
SCHEMES = (ROOT, ROOT / "tests" / "toy", ROOT / "tests" / "sosialhjelp")
ORDINARY = frozenset(
    {
        "start",
        "sak",
        "arbeid",
        "vedtak",
        "mangler",
        "spoersmaal",
        "hvor",
        "unntak",
        "slutter",
        "foer",
        "periode",
        "hendelse",
    }
)
"""Words the engine says of its own that are also names of nested facts; those are guarded by their whole paths."""
COMMAND_LINE = ("command_line.py", "library_commands.py")
WORDS_OF_CLICK = "norwegian_click.py"
SMALL_WORDS = re.compile(
    r"av|dei|den|det|din?|du|då|eg|ein|eit|eller|en|er|et|etter|fr[aå]|har|i|ikkj?e|kan|med|må|når|og|om|på|sak(?:en|a)"
    r"|seg|skal|som|til|var|ved|vi|vil|v[æe]re|å"
)


# What the content says


def tables(name: str) -> Iterator[Mapping[str, Any]]:
    for folder in SCHEMES:
        whole, parts = (folder / "reasons").glob(f"*/{name}"), (folder / "reasons").glob(f"*/{Path(name).stem}/*.yaml")
        for file in sorted((*whole, *parts)):
            yield read_document(file).data


def facts_below(fields: Mapping[str, Any], path: str = "") -> Iterator[str]:
    """Each nested fact by its path and by its own name."""
    for key, fact in fields.items():
        if path:
            yield from (f"{path}.{key}", key)
        inner = fact
        while "av" in inner:
            inner = inner["av"]
        yield from facts_below(inner.get("felt", {}), f"{path}.{key}" if path else key)


def content_words() -> Iterator[tuple[str, str]]:
    """Every word that only content may say, with what it is."""
    yield from scheme_words()
    yield from law_words()
    for folder in SCHEMES:
        for block in sorted((folder / "reasons").glob("*/**/*.md")):
            *areas, name = block.relative_to(folder / "reasons").parts[1:]
            name = name.removesuffix(".md").partition("@")[0]
            yield from (("block", "/".join((*areas, name))), ("block", name))


def scheme_words() -> Iterator[tuple[str, str]]:
    for scheme in tables("ordning.yaml"):
        if "skjema" in scheme:
            yield from (("scheme", word) for word in (scheme["skjema"], scheme["skjema"].split("/")[0]))
        conditions = scheme.get("vilkaar", {})
        yield from (("condition", id) for id in conditions)
        yield from (("part", part) for condition in conditions.values() for part in condition.get("deler", {}))
        yield from (("letter type", id) for id in scheme.get("brev", {}))
        yield from (("kind of source", id) for id in scheme.get("kildeslag", {}))
        yield from (("table", id) for id in scheme.get("tabeller", {}))
    for file in tables("opplysninger.yaml"):
        facts = file.get("opplysninger", {})
        yield from (("fact", id) for id in (*facts, *file.get("beregnet", {})))
        yield from (("nested fact", id) for id in facts_below(facts))
    for file in tables("regler.yaml"):
        for rule in file["regler"]:
            yield from (("rule", rule["id"]), ("rule", rule["kortnavn"]))
            yield from (("setting", id) for id in rule.get("innstillinger", {}))


def law_words() -> Iterator[tuple[str, str]]:
    for file in tables("lover.yaml"):
        for id, act in file["lover"].items():
            yield from (("act", word) for word in (id, act["nummer"], *act["navn"].values()))
    for file in tables("hjemler.yaml"):
        yield from (("provision", id) for id in file["hjemler"])
        yield from (("section", f"§ {row['paragraf']}") for row in file["hjemler"].values())
    for file in tables("satser.yaml"):
        yield from (("series", id) for id in file["satser"])


def amounts() -> frozenset[str]:
    """The digits of every rate of four digits or more, however it is grouped."""
    values = (
        row.get("verdi") or ""
        for file in tables("satser.yaml")
        for series in file["satser"].values()
        for row in series["rader"]
    )
    return frozenset(digits for value in values if len(digits := re.sub(r"\D", "", value)) >= 4)


# What the engine may say


def members(shape: Shape) -> Iterator[str]:
    match shape:
        case Group(inner):
            yield from inner
            for each in inner.values():
                yield from members(each)
        case Items(of):
            yield from members(of)


def core_keys() -> frozenset[str]:
    """The keys of the engine's own models, and the names of the language of texts and rules."""
    keys = {*scope.FILTERS, *scope.LAW_FILTERS, *scope.TEXT_CALLS, *expressions.FUNCTIONS, *expressions.OVER_LISTS}
    keys |= set(members(Group(scope.CORE))) | set(members(scope.ENTITLEMENT)) | set(LEGS)
    for module in pkgutil.walk_packages(lettergen.__path__, "lettergen."):
        if not module.name.endswith("__main__"):
            for value in vars(importlib.import_module(module.name)).values():
                if inspect.isclass(value) and issubclass(value, FileModel) and value.__module__ == module.name:
                    keys |= {norwegian(field) for field in value.model_fields}
    return frozenset(keys)


# The search


@cache
def guarded() -> Mapping[str, str]:
    """Every word the engine may not hold, with what it is in the content."""
    allowed = core_keys()
    return {word: kind for kind, word in content_words() if word not in allowed and word not in ORDINARY}


@cache
def pattern() -> re.Pattern[str]:
    words = "|".join(re.escape(word) for word in sorted(guarded(), key=len, reverse=True))
    return re.compile(rf"(?<!\w)(?:{words})(?!\w)")


def tokens(source: str) -> Iterator[tokenize.TokenInfo]:
    wanted = {tokenize.NAME, tokenize.STRING, tokenize.COMMENT, tokenize.NUMBER}
    wanted |= {getattr(tokenize, "FSTRING_MIDDLE", tokenize.STRING)}
    return (each for each in tokenize.generate_tokens(io.StringIO(source).readline) if each.type in wanted)


def leaks(source: str, name: str = "module.py") -> Iterator[str]:
    """What of the content stands in some Python source: words in any token, sections, amounts, sentences."""
    rates = amounts()
    for token in tokens(source):
        at = f"{name}:{token.start[0]}"
        for found in pattern().findall(token.string):
            # Help may show a command as it is written, and letter types are what one writes there.
            if not (guarded()[found] == "letter type" and name in COMMAND_LINE):
                yield f"{at}: {guarded()[found]} {found}"
        yield from (f"{at}: section {found}" for found in re.findall(r"§+[\s\u00a0]*\d+", token.string))
        for number in re.findall(r"\d[\d_., \u00a0]*\d", token.string):
            if re.sub(r"\D", "", number) in rates:
                yield f"{at}: amount {number}"
    yield from (f"{name}:{line}: sentence {text[:60]}" for line, text in sentences(source, name))


def sentences(source: str, name: str) -> Iterator[tuple[int, str]]:
    """String literals of six words or more that are Norwegian, the command line's help and errors of use apart."""
    if name == WORDS_OF_CLICK:
        return
    tree = ast.parse(source)
    skipped = set(_help_texts(tree)) if name in COMMAND_LINE else set()
    for node in ast.walk(tree):
        match node:
            case ast.JoinedStr():
                text = " ".join(part.value if isinstance(part, ast.Constant) else "x" for part in node.values)
            case ast.Constant(value=str() as text) if id(node) not in skipped:
                pass
            case _:
                continue
        words = [word.strip(".,:;!?()«»").lower() for word in text.split()]
        if len(words) >= 6 and sum(bool(SMALL_WORDS.fullmatch(word)) for word in words) >= 3:
            yield node.lineno, text


def _help_texts(tree: ast.AST) -> Iterator[int]:
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef) and isinstance(node.body[0], ast.Expr):
            yield id(node.body[0].value)
        if isinstance(node, ast.keyword) and node.arg == "help":
            yield id(node.value)
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "help_text":
            yield from map(id, node.args)


@pytest.mark.parametrize("module", sorted(PACKAGE.rglob("*.py")), ids=lambda path: str(path.relative_to(PACKAGE)))
def test_no_content_in_the_engine(module: Path) -> None:
    assert list(leaks(module.read_text(encoding="utf-8"), module.name)) == []


# The guard itself


def test_a_planted_word_is_found() -> None:
    """One word of each kind, in a string, a comment and a docstring, and as a name where it can be one."""
    for word in {kind: word for word, kind in guarded().items()}.values():
        planted = [f"x = {word!r}", f"x = 1  # as {word} does", f'"""Reads {word}."""', f"x = f'{word}-{{y}}'"]
        if word.isidentifier():
            planted += [f"def {word}(): ...", f"x = y.{word}"]
        for source in planted:
            assert list(leaks(source)), source


def test_everything_is_guarded() -> None:
    """No kind of word has fallen out, and no core key or ordinary word is guarded."""
    assert set(guarded().values()) == {
        *("scheme", "condition", "part", "letter type", "kind of source", "fact", "nested fact", "rule"),
        *("setting", "table", "act", "provision", "section", "series", "block"),
    }
    assert len(guarded()) > 400
    assert not guarded().keys() & core_keys()
    assert {word for _, word in content_words()} >= ORDINARY


def test_planted_numbers_and_sections_are_found() -> None:
    amount = max(amounts(), key=len)
    grouped = f"{int(amount):,}"
    for written in (amount, grouped.replace(",", " "), grouped.replace(",", "\u00a0"), grouped.replace(",", "_")):
        assert list(leaks(f"x = '{written}'")), written
    assert list(leaks(f"x = {grouped.replace(',', '_')}"))
    assert list(leaks("x = 1  # see § 4 b"))
    assert not list(leaks("x = 400  # 2 000 000 bytes"))


@pytest.mark.parametrize("text", sorted((ROOT / "templates").glob("n?/*/*.md")), ids=lambda path: path.parts[-3])
def test_a_planted_sentence_is_found(text: Path) -> None:
    body = [line for line in text.read_text(encoding="utf-8").splitlines() if line[:1].isalpha() and "{" not in line]
    for sentence in body:
        if len(sentence.split()) > 8:
            assert list(sentences(f"x = {sentence!r}", "module.py")), sentence
    for first in body[:1]:
        assert not list(sentences(f"@main.command()\ndef f():\n    {first!r}", COMMAND_LINE[0]))
    assert not list(sentences("x = 'This is an English sentence of many words.'", "module.py"))
