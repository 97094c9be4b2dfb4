"""Each declared kind of damage is alive: two examples of each are damaged and found. `make mutate` does them all."""

from itertools import islice
from pathlib import Path

import pytest

from lettergen import Library
from lettergen.documents import parse_text
from tests.mutation import declared, more_cases, running, surroundings, table
from tests.mutation.kinds import DROP, KINDS, Example, Kind, Mutant
from tests.mutation.orders import ALL, shifted
from tests.mutation.writing import as_yaml

EACH = 2
VIEW_GONE = Mutant("", ((("brukers_syn",), DROP),), "KVP-R09", ("brukers_syn",))


@pytest.fixture(scope="module")
def given(examples: tuple[Path, ...], library: Library) -> list[Example]:
    office = surroundings.office("examples")
    return [Example(number, file, library, office) for number, file in enumerate(examples)]


@pytest.fixture
def grant(given: list[Example]) -> Example:
    return next(example for example in given if example.file.stem == "innvilgelse-nb-vaskeri")


def _tried(kind: Kind, mutant: Mutant, example: Example) -> bool:
    return running.try_one(kind, example, mutant).found


@pytest.mark.parametrize("name", [kind.name for kind in declared.kinds()])
def test_damage_is_found(name: str, given: list[Example]) -> None:
    """The declared finding at its place, in two examples; other examples for each kind."""
    kind = KINDS[name]
    first = list(KINDS).index(name) * 7 % len(given)
    fitting = ((example, made[0]) for example in (*given[first:], *given[:first]) if (made := kind.mutants(example)))
    tried = [running.try_one(kind, example, mutant) for example, mutant in islice(fitting, EACH)]
    assert len(tried) == EACH
    assert not list(table.misses(tried))


def test_there_are_kinds_enough() -> None:
    assert len(KINDS) >= 45
    assert all(kind.make.__doc__ and kind.codes for kind in KINDS.values())


def test_every_pair_of_dates_is_turned_somewhere(given: list[Example]) -> None:
    """A pair that no example has is declared in vain."""
    turned = {order for order in ALL for example in given if list(shifted(example, (order,)))}
    assert [order for order in ALL if order not in turned] == []


def test_only_the_declared_finding_counts(grant: Example) -> None:
    """Another code, another place, or what the example has by itself, is not the damage found."""
    kind = KINDS["view-dropped"]
    assert _tried(kind, VIEW_GONE, grant)
    for other in (
        Mutant("", VIEW_GONE.edits, "KVP-R09b", ("brukers_syn",)),
        Mutant("", VIEW_GONE.edits, "KVP-R09", ("brukers_syn", "tekst")),
        Mutant("", VIEW_GONE.edits, "KVP-R09", ("vilkaar",), within=True),
        Mutant("", (), "LG413", ()),
    ):
        assert not _tried(kind, other, grant), other
    assert _tried(kind, Mutant("", VIEW_GONE.edits, "KVP-R*", ("brukers_syn",)), grant)


def test_what_stops_nothing_is_no_error_found(grant: Example) -> None:
    """An advice counts only for a kind that is declared to give advice."""
    place = ("opplysninger", "program", "start")
    wait = Mutant("", ((("dato",), "2026-11-01"),), "KVP-R53", place)
    assert _tried(KINDS["advice-due"], wait, grant)
    assert not _tried(KINDS["view-dropped"], wait, grant)


def test_a_damaged_file_is_read_as_it_was_meant(given: list[Example]) -> None:
    for example in given:
        assert parse_text(as_yaml(example.data), example.file.name).data == example.data


def test_the_table_says_what_is_missing() -> None:
    kind = KINDS["view-dropped"]
    found = running.Tried(kind.name, "a", "", "KVP-R09", found=True)
    missed = running.Tried(kind.name, "b", "blank", "KVP-R09 brukers_syn", found=False, said=("LG113 dato",))
    stopped = running.Tried(running.UNDAMAGED, "c", "", "", found=False, said=("LG601",))
    assert list(table.shortcomings([kind], [found] * 10, whole=False)) == []
    said = "\n".join(table.shortcomings([kind], [found, missed, stopped], whole=True))
    for part in ("1 mutants were not found", "only 2 mutants, 10", "only 2 mutants in all", "c is not complete"):
        assert part in said
    assert [*table.rows([kind], [found, missed, stopped])][-1].split("|")[2:] == ["       2 ", "     1 ", "      1"]
    assert list(table.misses([missed])) == ["view-dropped: b: blank", "    wanted KVP-R09 brukers_syn; said LG113 dato"]


def test_others_cases_are_read(tmp_path: Path) -> None:
    """A rule by its number alone, a place above the finding's; a list's item changed and another taken away."""
    (tmp_path / "a").mkdir()
    case = tmp_path / "a" / "for-tidlig.yaml"
    case.write_text(
        "hvorfor_galt: Programmet starter før vedtaket, og for den som søker er det galt.\n"
        "venter: {kode: R12, sti: opplysninger.program}\n"
        "av: examples/innvilgelse-nb-vaskeri.yaml\n"
        "endring:\n"
        "  - {sti: opplysninger.program.start, til: 2026-11-01}\n"
        "  - {sti: opplysninger.program.evalueringer.0, slett: ja}\n",
        encoding="utf-8",
    )
    kind, (base,) = more_cases.cases(tmp_path)
    (mutant,) = kind.mutants(base)
    assert len(base.damaged(mutant.edits)["opplysninger"]["program"]["evalueringer"]) == 3
    assert _tried(kind, mutant, base)
    case.write_text("venter: {kode: R12}\n", encoding="utf-8")
    with pytest.raises(more_cases.BadCaseError, match="for-tidlig"):
        more_cases.cases(tmp_path)
