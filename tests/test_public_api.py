"""What is public: a list, a docstring each, and an integrator's walk through it."""

import inspect
from datetime import date

import pytest

import lettergen
from lettergen import (
    Decision,
    Draft,
    IncompleteDecision,
    Language,
    Letter,
    LettergenError,
    Library,
    Office,
    Report,
    candidates,
    check,
    compose,
    compose_draft,
    load,
    questions,
    render,
    render_draft,
    render_many,
)
from tests.conftest import example

PUBLIC = {
    # read, check, compose, render
    *("load", "load_library", "check", "compose", "compose_draft", "render", "render_draft", "render_many", "FORMATS"),
    # a letter that was edited after it was written
    *("check_edited", "CheckedLetter"),
    # what to ask and what to choose from
    *("questions", "candidates"),
    # copies in a run
    *("Twins",),
    # around it
    *("Office", "read_office", "as_data", "json_schema"),
    # values
    *("Checked", "Decision", "Draft", "Finding", "Language", "Letter", "Library", "Report", "Severity"),
    # errors
    *("LettergenError", "IncompleteDecision", "InvalidLibrary", "MissingPart"),
}


def test_the_list_is_exact() -> None:
    assert set(lettergen.__all__) == PUBLIC
    assert len(lettergen.__all__) == len(PUBLIC)


@pytest.mark.parametrize("name", sorted(PUBLIC))
def test_every_name_is_there_and_says_what_it_is(name: str) -> None:
    value = getattr(lettergen, name)
    if inspect.isclass(value) or inspect.isfunction(value):
        assert value.__doc__
        assert not value.__doc__.startswith(f"{name}("), "the docstring is the dataclass's own, not a person's"
    else:
        assert isinstance(value, tuple)


@pytest.mark.parametrize("name", sorted(PUBLIC))
def test_public_functions_are_annotated(name: str) -> None:
    value = getattr(lettergen, name)
    if inspect.isfunction(value):
        signature = inspect.signature(value)
        assert signature.return_annotation is not signature.empty
        assert all(each.annotation is not each.empty for each in signature.parameters.values())


def test_errors_have_one_root() -> None:
    for error in (lettergen.IncompleteDecision, lettergen.InvalidLibrary, lettergen.MissingPart):
        assert issubclass(error, LettergenError)


def test_an_integrator_writes_a_letter(library: Library, office: Office) -> None:
    """A case system: what is to choose, what is missing, then the letter; nothing touches the disk."""
    text = example("innvilgelse-nb-fiskeindustri").read_text(encoding="utf-8")
    decision: Decision = load(text, office, name="sak-17.yaml")
    checked = check(decision, library)
    report: Report = checked.report
    assert checked.complete
    assert report.complete

    letter: Letter = compose(checked)
    pdf = render(letter, "pdf", library)
    assert pdf.startswith(b"%PDF-")
    assert list(render_many([checked], "txt")) == [render(letter, "txt", library)]
    with pytest.raises(ValueError, match="odt"):
        render(letter, "odt", library)

    scheme = library.scheme("kvp/1")
    assert scheme is not None
    choices = candidates(scheme, "alder", "oppfylt", date(2026, 11, 20), Language.NN)
    assert [choice.id for choice in choices] == ["alder/fyller-18-foer-start", "alder/mellom-18-og-67"]


def test_an_integrator_is_told_what_to_ask(library: Library, office: Office) -> None:
    """An incomplete decision: questions, a draft, and no letter."""
    text = example("innvilgelse-nb-fiskeindustri").read_text(encoding="utf-8").replace("    start: 2026-09-21\n", "")
    checked = check(load(text, office, name="sak-17.yaml"), library)
    assert not checked.complete
    assert "opplysninger.program.start" in {question.path for question in questions(checked, Language.NB)}
    with pytest.raises(IncompleteDecision) as raised:
        compose(checked)
    assert raised.value.report == checked.report
    draft: Draft = compose_draft(checked)
    assert b"[mangler: " in render_draft(draft, "txt", library)
    with pytest.raises(IncompleteDecision):
        render(draft, "txt", library)
