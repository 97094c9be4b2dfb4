"""The page of rules: made from the content, and its table of what inspections found leads to codes there are."""

import pytest

from lettergen import Library
from lettergen.manual import pages
from tests.conftest import ROOT
from tools.regler import demands, regler

DEMANDS = [f"R{number:02}" for number in range(1, 58)]


@pytest.fixture(scope="module")
def codes(library: Library) -> set[str]:
    return {each.code for each in pages(library)}


def test_the_page_is_what_the_content_says(library: Library) -> None:
    """Else: `make docs`."""
    assert (ROOT / "docs" / "regler.md").read_text(encoding="utf-8") == regler(library)


def test_every_demand_has_a_code_and_every_code_is_one(library: Library, codes: set[str]) -> None:
    table = demands(library, "kvp")["krav"]
    assert list(table) == DEMANDS
    assert [id for id, demand in table.items() if not demand["koder"]] == []
    assert {code for demand in table.values() for code in demand["koder"]} - codes == set()


def test_every_finding_of_an_inspection_leads_to_demands(library: Library) -> None:
    table = demands(library, "kvp")
    assert len(table["tilsyn"]) == 5
    for inspection in table["tilsyn"]:
        assert inspection["funn"]
        for found in inspection["funn"]:
            assert found["krav"]
            assert set(found["krav"]) <= set(DEMANDS)


def test_every_rule_has_its_place_among_the_demands_or_its_own_name(library: Library) -> None:
    """A rule called after a demand (KVP-R15b) is one of those that see to it."""
    table = demands(library, "kvp")["krav"]
    for code in library.catalogue.codes():
        number = code.partition("-R")[2][:2]
        if number.isdigit():
            assert code in table[f"R{number}"]["koder"], code


def test_the_page_shows_each_rule_with_its_examples(library: Library) -> None:
    page = regler(library)
    for each in pages(library):
        if each.code.startswith("KVP-"):
            assert f"### {each.code} {each.slug}" in page
    part = page.split("### KVP-R12 ")[1].split("### ")[0]
    assert "Kontoret kan endre" not in part
    assert "Godtar" in part
    assert "Avviser" in part
    assert "§\xa031" in part
