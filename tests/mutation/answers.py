"""Answers that do not settle anything, and settings of the office that cannot be right."""

from collections.abc import Iterator

from lettergen import check, load
from lettergen.scheme import Leg
from lettergen.source import Path, dotted
from tests.mutation.kinds import Edit, Example, Mutant, kind
from tests.mutation.places import given_facts
from tests.mutation.surroundings import office
from tests.mutation.writing import as_yaml

LEGS: dict[str, Leg] = {"kilder": "kilde", "vurdering": "vurdering"}


def _answer(code: str, place: str, mark: str) -> list[dict[str, str]]:
    return [
        {
            "kode": code,
            "sti": place,
            "gjelder": mark,
            "hvorfor": "Vi har sett på det, og det skal stå slik.",
            "av": "Ola Eksempelvik",
            "dato": "2026-11-20",
        }
    ]


def _questions(example: Example) -> Iterator[tuple[Path, str, str]]:
    """Changes that make a question, each twice: the text that is answered, and one that came instead."""
    for path, fact, value in given_facts(example):
        if fact.phrase and value[:1].islower():
            first, then = {"nb": ("Det er slik at", "Saken er at"), "nn": ("Det er slik at", "Saka er at")}[
                example.language
            ]
            yield path, f"{first} {value}", f"{then} {value}"


@kind("LG411", each=1)
def answer_outlived(example: Example) -> Iterator[Mutant]:
    """A question was answered, and then the text it was about was changed."""
    for path, first, then in _questions(example):
        asked = load(as_yaml(example.damaged(((path, first),))), office("examples"), name=example.file.name)
        for question in check(asked, example.library).report:
            if question.code == "LG120" and question.mark:
                answer = _answer("LG120", dotted(question.path), question.mark)
                edits: tuple[Edit, ...] = ((path, then), (("svar",), answer))
                yield Mutant(dotted(path), edits, "LG411", ("svar", 0))


@kind("LG411", each=1)
def answer_with_another_mark(example: Example) -> Iterator[Mutant]:
    """An answer with a mark that is not the question's."""
    for number, (path, first, _) in enumerate(_questions(example)):
        mark = ("00000000", "abcdef12", "ja")[number % 3]
        yield Mutant(mark, ((path, first), (("svar",), _answer("LG120", dotted(path), mark))), "LG411", ("svar", 0))


@kind("LG420", each=1, warns=True)
def answer_to_an_error(example: Example) -> Iterator[Mutant]:
    """Someone answers where only mending helps."""
    answers: list[tuple[Edit, str, str]] = [
        ((("mottaker", "navn"), None), "LG113", "mottaker.navn"),
        ((("saksnummer",), None), "LG113", "saksnummer"),
    ]
    answers += [
        ((("vilkaar", each.id, leg), None), "LG402", f"vilkaar.{each.id}")
        for each in example.conditions
        for leg in LEGS
        if example.get("vilkaar", each.id, leg) and LEGS[leg] in each.required
    ]
    for edit, code, place in answers:
        yield Mutant(f"{code} {place}", (edit, (("svar",), _answer(code, place, "00000000"))), "LG420", ("svar", 0))


@kind("LG501", each=1)
def office_without_a_name(example: Example) -> Iterator[Mutant]:
    """The settings do not say which municipality, or which office, writes."""
    missing = (("no-municipality", "kommune"), ("no-office-name", "navn"))
    name, key = missing[example.number % len(missing)]
    yield Mutant(name, (), "LG501", ("kontor", key), office=name)


@kind("LG501", each=1)
def office_setting_unknown(example: Example) -> Iterator[Mutant]:
    """A setting that no rule reads, one that is no number, or a key that is none of ours."""
    wrong = (
        ("misspelt-setting", ("innstillinger",)),
        ("setting-no-number", ("innstillinger",)),
        ("unknown-office-key", ("kontor",)),
    )
    name, place = wrong[example.number % len(wrong)]
    yield Mutant(name, (), "LG501", place, office=name, within=True)


@kind("LG423", each=1)
def appeal_body_wrong_in_settings(example: Example) -> Iterator[Mutant]:
    """The settings name as county governor something that is none: the letter would lead the complaint astray."""
    if "klageinstans" in example.case.letter_type.closing:
        yield Mutant("settings", (), "LG423", ("kontor", "statsforvalter"), office="other-appeal-body")


@kind("LG501", "LG113", each=1)
def appeal_body_missing_in_settings(example: Example) -> Iterator[Mutant]:
    """The settings do not say which county governor. A letter to that office has a finding of the settings themselves."""
    if example.case.letter_type.addressee == "klageinstans":
        yield Mutant("settings", (), "LG501", ("kontor", "statsforvalter"), office="no-county-governor")
    elif "klageinstans" in example.case.letter_type.closing:
        yield Mutant("settings", (), "LG113", ("kontor", "statsforvalter"), office="no-county-governor")
