"""Each check of the finished letter by itself, and what becomes of answers to questions."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from lettergen.case import Case
from lettergen.checks.answers import answered, check_answers
from lettergen.checks.coverage import Coverage, coverages
from lettergen.checks.letter import (
    check_basis,
    check_closing,
    check_events,
    check_ground,
    check_passages,
    check_threads,
)
from lettergen.composing import Composed, compose_letter
from lettergen.expressions import parse_expression
from lettergen.findings import Finding, Severity
from lettergen.letter import Heading, ListBlock, Origin, OriginKind, Paragraph, Passage, Run
from lettergen.reasons import ReasonBlock
from lettergen.source import Location, Path, dotted
from tests.check_cases import GONE, MET_ROAD, Changes, both, case_of, grant, refusal, told, with_condition, with_letter
from tests.conftest import data_of, example

# The finished letter


def composed_of(case: Case) -> tuple[Composed, tuple[Coverage, ...]]:
    found = coverages(case, both())
    return compose_letter(case, both(), found), found


def with_body(composed: Composed, *blocks: Any) -> Composed:
    return replace(composed, letter=replace(composed.letter, body=blocks))


NO_HOME = 'LG407 | vilkaar.bosted | "bosted": {} | condition=Bosted¦Bustad'
NO_ROAD = 'LG407 | vilkaar.reisevei | "reisevei": { | condition=Reisevei¦Reiseveg'


def test_each_condition_has_one_passage_with_its_rule() -> None:
    case = case_of(grant())
    composed, found = composed_of(case)
    body = composed.letter.body
    home, road = (block for block in body if isinstance(block, Passage))
    bare = Passage("reisevei", (Paragraph((Run("Du bor her.", Origin(OriginKind.TEMPLATE, "x")),)),))
    listed = ListBlock(False, ((home,), (Paragraph(()), road)))  # noqa: FBT003  # unordered
    for blocks, expected in (
        (body, []),
        ((listed,), []),
        ((), [NO_HOME, NO_ROAD]),
        ((home,), [NO_ROAD]),
        ((home, road, home), [NO_HOME]),
        ((home, bare), [NO_ROAD]),
    ):
        assert told(case, check_passages(case, with_body(composed, *blocks), found)) == expected
    asked = tuple(replace(each, required=("vurdering",)) for each in found)  # as of one that is not assessed
    assert told(case, check_passages(case, with_body(composed, home, bare), asked)) == []


@pytest.mark.parametrize("said", ["tekst", "vil_ikke_uttale_seg"])
def test_the_persons_view_has_its_place(said: str) -> None:
    data = data_of(example("innvilgelse-nb-vaskeri" if said == "tekst" else "avslag-nn-moette-ikkje"))
    case = case_of(data)
    composed, found = composed_of(case)
    assert told(case, check_passages(case, composed, found)) == []
    without = with_body(composed, *(block for block in composed.letter.body if isinstance(block, Passage)))
    (line,) = told(case, check_passages(case, without, found))
    assert line == 'LG407 | brukers_syn | "brukers_syn": { | condition=brukers_syn'


LAW_NAMED = "provision=sykkelloven §§ 2 og 3¦sykkellova §§ 2 og 3"


def test_the_law_sentence_stands_once_and_names_what_the_blocks_rest_on() -> None:
    case = case_of(grant())
    composed, _ = composed_of(case)
    body = composed.letter.body
    names = next(
        block for block in body if isinstance(block, Paragraph) and block.runs[0].origin.name == "lovhenvisning"
    )
    other = Paragraph(tuple(replace(run, text="sykkelloven § 9") for run in names.runs))
    assert told(case, check_basis(case, composed)) == []
    for blocks in ((), (names, names), (other,)):
        assert told(case, check_basis(case, with_body(composed, *blocks))) == [f"LG409 |  | {{ | {LAW_NAMED}"]
    assert told(case, check_basis(case, replace(composed, law=("sykkel-9-1",)))) == [f"LG409 |  | {{ | {LAW_NAMED}"]
    assert told(case, check_basis(case, replace(composed, blocks=()))) == ["LG409 |  | {"]
    notice = with_letter(case, is_decision=False)
    assert told(notice, check_basis(notice, with_body(composed))) == []


def with_head(block: ReasonBlock, **changes: Any) -> ReasonBlock:
    return replace(block, head=block.head.model_copy(update=changes))


def resting_on(block: ReasonBlock, *ids: str) -> ReasonBlock:
    return with_head(block, law=block.head.law.model_copy(update={"basis": ids}))


def test_each_section_a_block_rests_on_is_used() -> None:
    case = case_of(grant())
    composed, _ = composed_of(case)
    home, road, appeal = composed.blocks
    own = resting_on(with_head(road, condition="bosted"), "sykkel-2a-1", "sykkel-3-2")  # its condition's, and cited
    odd = resting_on(road, "sykkel-9-1", "sykkel-3-2", "sykkel-7")
    unbound = resting_on(appeal, "sykkel-8-1", "sykkel-7")
    line = " | provision=sykkelloven § {0}¦sykkellova § {0} | block={1} | law {2}"
    assert told(case, check_threads(case, replace(composed, blocks=(home, road, appeal, own)))) == []
    assert told(case, check_threads(case, replace(composed, blocks=(odd, unbound)))) == [
        "LG422 |  | {" + line.format("9 første ledd", "reisevei/til-skolen", "sykkel-9-1"),
        "LG422 |  | {" + line.format("7", "reisevei/til-skolen", "sykkel-7"),
        "LG422 |  | {" + line.format("7", "nemnda", "sykkel-7"),
    ]


TOO_OLD = example("avslag-nb-fylt-67")
REASON = "opplysninger.oppsummert_grunn"
ELSEWHERE = 'LG421 | vilkaar.alder | "alder": { | condition=Alder¦Alder | marked'


@pytest.mark.parametrize(
    ("reason", "asked"),
    [
        ("vi heller tilbyr noe annet", True),
        ("vi fikk brevet 4. august 2026 om noe annet", True),  # a date is no ground
        ("programmet er for personer mellom 18 og 67 år", False),
        ("alderen din er for høy", False),
        ("du ikke er ung nok: over 67", False),
    ],
)
def test_the_first_lines_speak_of_what_decided(reason: str, *, asked: bool) -> None:
    case = case_of(data_of(TOO_OLD), {REASON: reason})
    composed, found = composed_of(case)
    assert told(case, check_ground(case, both(), composed, found)) == ([ELSEWHERE] if asked else [])


def refused(changes: Changes | None = None) -> Case:
    """The toy refusal; that the bicycle's equipment is the office's own words lets its opening hold some."""
    case = case_of(refusal(), changes)
    bicycle = case.scheme.facts.facts["sykkel"]
    assert bicycle.fields is not None
    equipment = bicycle.fields["utstyr"].model_copy(update={"phrase": True})
    bicycle = bicycle.model_copy(update={"fields": {**bicycle.fields, "utstyr": equipment}})
    facts = case.scheme.facts.model_copy(update={"facts": {**case.scheme.facts.facts, "sykkel": bicycle}})
    return replace(case, scheme=replace(case.scheme, facts=facts))


OWN = Paragraph((Run("Grunnen er noe ganske annet.", Origin(OriginKind.VALUE, "sykkel.utstyr")),))


def ground_asked(case: Case, *opening: Any, **changes: Any) -> list[Finding]:
    """What is asked of a refusal whose first lines are the office's, and some more."""
    composed, found = composed_of(case)
    found = tuple(replace(each, **changes) for each in found)
    return list(check_ground(case, both(), with_body(composed, OWN, *opening, *composed.letter.body), found))


def test_an_opening_that_is_the_librarys_own_is_not_asked_about() -> None:
    case = refused()
    composed, found = composed_of(case)
    assert told(case, check_ground(case, both(), composed, found)) == []


def test_the_ground_is_looked_for_only_in_what_stands_before_the_first_heading() -> None:
    case = refused()
    road = Paragraph((Run("Grunnen er reiseveien.", Origin(OriginKind.TEMPLATE, "x")),))
    heading = Heading(2, (Run("Om saken", Origin(OriginKind.TEMPLATE, "x")),))
    label = Paragraph((Run("Reisevei", Origin(OriginKind.LABEL, "x")),))
    line = ['LG421 | vilkaar.reisevei | "reisevei": { | condition=Reisevei¦Reiseveg | marked']
    assert ground_asked(case, road) == []
    assert told(case, ground_asked(case, heading, road)) == line
    assert told(case, ground_asked(case, label)) == line
    one, other = (
        ground_asked(case, Paragraph((Run(word, Origin(OriginKind.TEMPLATE, "x")),)))[0] for word in ("a", "b")
    )
    assert one.mark != other.mark
    assert ground_asked(with_letter(case, requires_outcome="fritt")) == []
    assert ground_asked(case, outcome="oppfylt") == []
    bare = replace(both(), lists=replace(both().lists, assessing=None))
    composed, found = composed_of(case)
    assert told(case, check_ground(case, bare, with_body(composed, OWN), found)) == line
    both_unmet = told(case, ground_asked(case, outcome="ikke_oppfylt"))
    assert both_unmet == ['LG421 | vilkaar.bosted | "bosted": { | condition=Bosted, Reisevei¦Bustad, Reiseveg | marked']
    exception = with_condition(refused(MET_ROAD), "reisevei", kind="unntak")
    assert told(exception, ground_asked(exception)) == line


@pytest.mark.parametrize(
    "told_of",
    [
        "Ei reise.",
        "Det passer ikke.",
        "En motorvei er noe annet.",
        "Der er sykling umulig.",
        "Alt er forbudt.",
    ],
)
def test_the_ground_may_be_told_in_the_words_of_its_passage(told_of: str) -> None:
    """The condition's name, its heading, its block and what was assessed."""
    case = refused(
        {"vilkaar.reisevei.vurdering": {"strekning": "Sykling går over ei bru.", "trygghet": "Alt der er forbudt."}},
    )
    assert ground_asked(case, Paragraph((Run(told_of, Origin(OriginKind.TEMPLATE, "x")),))) == []


def test_the_ground_may_be_what_the_office_wrote_for_the_opening_and_no_other_value() -> None:
    """A fact of a few words is the office's only where it is said so; one in a group is found by its whole path."""
    data = data_of(TOO_OLD)
    for path, own in (
        ("oppsummert_grunn", True),
        ("opplysninger.oppsummert_grunn", True),
        ("arbeidsevnevurdering.konklusjon", True),
        ("soeknad.mottatt", False),
        ("ukjent", False),
    ):
        case = case_of(data, {REASON: "vi heller tilbyr noe annet"})
        said = Paragraph((Run("Det er alderen.", Origin(OriginKind.VALUE, path)),))
        assert bool(ground_asked(case, said)) is not own, path
        label = Paragraph((Run("Det er alderen.", Origin(OriginKind.LABEL, path)),))
        assert ground_asked(case, label)


def test_words_of_the_opening_stand_apart() -> None:
    """Two runs are two words, in what the office wrote as in the running text."""
    case = refused()
    for kind, name in ((OriginKind.TEMPLATE, "x"), (OriginKind.VALUE, "sykkel.utstyr")):
        runs = tuple(Run(word, Origin(kind, name)) for word in ("Slik", "er", "reise", "veien", "reisevei", "nå"))
        assert ground_asked(case, Paragraph(runs)) == []


def closing_told(case: Case, *blocks: ReasonBlock) -> list[str]:
    composed, _ = composed_of(case)
    return told(case, check_closing(case, replace(composed, blocks=blocks)))


def test_the_closing_covers_what_the_letter_type_asks_for() -> None:
    case = case_of(grant())
    composed, _ = composed_of(case)
    appeal = composed.blocks[-1]
    assert closing_told(case, *composed.blocks) == []
    assert closing_told(case) == ["LG408 |  | { | missing_items=klagerett, klageinstans"]
    assert closing_told(case, with_head(appeal, covers=("klagerett",))) == ["LG408 |  | { | missing_items=klageinstans"]
    assert closing_told(
        case, appeal, with_head(appeal, appeal_body="retten"), with_head(appeal, appeal_body="byen")
    ) == [
        "LG415 |  | { | name=byen",
        "LG415 |  | { | name=retten",
    ]


@pytest.mark.parametrize(
    ("expression", "asked"),
    [
        ("sykkel.pris > 4000", True),
        ("sykkel.pris > 5000", False),
        ("sykkel.utstyr == 'hjelm'", True),  # where it cannot be told, it must be said
        ("innflyttet > 3", True),
    ],
)
def test_what_the_closing_must_also_cover_in_this_decision(expression: str, *, asked: bool) -> None:
    case = case_of(grant())
    composed, _ = composed_of(case)
    more = {"innvilgelse": {"hjelm": parse_expression(expression), "laas": parse_expression("1 == 1")}}
    case = replace(case, scheme=replace(case.scheme, closing_when=more))
    lacking = "hjelm, laas" if asked else "laas"
    assert told(case, check_closing(case, composed)) == [f"LG408 |  | {{ | missing_items={lacking}"]


def test_an_act_that_a_block_says_has_happened_has_its_date() -> None:
    case = case_of(grant(), {"opplysninger.innflyttet": GONE})
    composed, _ = composed_of(case_of(grant()))
    block = with_head(composed.blocks[0], events=("sykkel.pris", "sykkel.kjoept", "innflyttet"))
    assert told(case, check_events(case, replace(composed, blocks=(composed.blocks[1], block)))) == [
        "LG414 | opplysninger.innflyttet | { | event=Flyttet inn¦Flytta inn"
    ]


# Answers

ASKED_OF = (("opplysninger", "sykkel", "pris"), ("opplysninger", "innflyttet"))


def answer(code: str, path: str, mark: str = "") -> dict[str, str]:
    return {"kode": code, "sti": path, "gjelder": mark, "hvorfor": "Slik er det.", "av": "Ola", "dato": "2026-06-30"}


def finding(code: str, path: Path, severity: Severity = Severity.QUESTION, mark: str | None = None) -> Finding:
    return Finding(code, "", severity, Location("sak.json"), path, mark=mark)


def test_a_question_is_answered_by_its_code_its_place_and_its_mark() -> None:
    price, moved = ASKED_OF
    given = [answer("TOY-T2", dotted(price), "aaaa0000"), answer("LG120", dotted(moved), "bbbb0000")]
    case = case_of(grant(), {"svar": given})
    hit = finding("TOY-T2", price, mark="aaaa0000")
    misses = [
        finding("TOY-T2", price, mark="aaaa0001"),
        finding("TOY-T2", price),
        finding("TOY-T2", moved, mark="aaaa0000"),
        finding("LG120", price, mark="aaaa0000"),
        finding("TOY-T2", price, Severity.ERROR, "aaaa0000"),
        finding("TOY-T2", price, Severity.WARNING, "aaaa0000"),
    ]
    assert answered(case, [*misses, hit]) == {hit: case.file.answers[0]}


AT = "svar[{}] | {{ | "


def test_an_answer_that_fits_nothing_is_told() -> None:
    """Open again where the text was changed; only noted where nothing is asked, or where it is an error."""
    price, moved = ASKED_OF
    given = [
        answer("TOY-T2", dotted(price), "aaaa0000"),
        answer("TOY-T2", dotted(price), "bbbb0000"),
        answer("LG120", dotted(moved), "cccc0000"),
        answer("LG401", "vilkaar.bosted"),
        answer("TOY-T3", dotted(price)),
        answer("Eva Hjul", dotted(price)),
    ]
    case = case_of(grant(), {"svar": given})
    found = [
        finding("TOY-T2", price, mark="aaaa0000"),
        finding("LG120", moved, Severity.WARNING),
        finding("LG401", ("vilkaar", "bosted"), Severity.ERROR),
    ]
    assert told(case, check_answers(case, iter(found), iter(case.file.answers[:1]))) == [
        "LG411 | svar[1] | { | code=TOY-T2",
        "LG412 | svar[2] | { | code=LG120",
        "LG420 | svar[3] | { | code=LG401",
        "LG412 | svar[4] | { | nearest=TOY-T2",
        "LG412 | svar[5] | {",
    ]


def test_the_codes_that_an_answer_may_name_are_those_of_rules_and_words_too() -> None:
    codes = ("LG607", "TOY-T1", "FELLES-R23")
    case = case_of(grant(), {"svar": [answer(code, "vilkaar") for code in codes]})
    assert told(case, check_answers(case, (), ())) == [
        f"LG412 | svar[{index}] | {{ | code={code}" for index, code in enumerate(codes)
    ]


def test_a_rule_of_another_day_is_no_code_that_an_answer_may_name() -> None:
    case = case_of(grant(), {"svar": [answer("TOY-T1", "vilkaar")]})
    (versions,) = case.scheme.rules
    later = replace(versions, by_date=((None, ()), (date(2026, 7, 1), versions.newest)))
    case = replace(case, scheme=replace(case.scheme, rules=(later,)))
    assert told(case, check_answers(case, (), ())) == ["LG412 | svar[0] | {"]
