"""An act that stands ready: nothing prints it, until an office's folder says when it takes effect and has texts for it."""

import re
from pathlib import Path

import pytest
from click.testing import CliRunner

from lettergen import InvalidLibrary, Library, check, compose, load, load_library, render
from lettergen.command_line import main
from lettergen.findings import Code
from lettergen.law import Standing
from lettergen.office import Office
from tests.conftest import EXAMPLES, check_data, data_of, example
from tests.test_overlay import build, shipped

FIRST_DAY, DAY_BEFORE = "2027-03-01", "2027-02-28"
REFUSAL = "avslag-nb-fylt-67"
COMMENCEMENT = f"""ikrafttredelser:
  fvl-2025: {{fra: {FIRST_DAY}, avloeser: fvl, kontrollert: ja, kilde: et tenkt ikrafttredelsesvedtak}}
"""
SUCCESSORS = {
    "fvl-28-1": "fvl2025-61-1",
    "fvl-29-1": "fvl2025-63-1",
    "fvl-29-4": "fvl2025-64-1",
    "fvl-32-1": "fvl2025-66-1",
    "fvl-18-1": "fvl2025-46-1",
    "fvl-19-1": "fvl2025-46-1",
    "fvl-11-1": "fvl2025-14",
}


def successor(block: str) -> str:
    """A common block in the words of today, resting on the new act."""
    return re.sub("|".join(SUCCESSORS), lambda found: SUCCESSORS[found[0]], shipped(block)).replace(
        "[fvl2025-46-1, fvl2025-46-1]", "[fvl2025-46-1]"
    )


def test_nothing_prints_the_act_that_is_not_in_force(library: Library) -> None:
    """No provision of it counts, and no text, rule or finding names one."""
    waiting = {id for id, provision in library.provisions().items() if provision.act.id == "fvl-2025"}
    assert len(waiting) > 20
    for id in waiting:
        for day in (check(load(file), library).case.day for file in sorted(EXAMPLES.glob("*.yaml"))[:3]):
            assert library.provisions()[id].standing(day) is Standing.NOT_IN_FORCE
    named = {
        id
        for scheme in library.schemes.values()
        for versions in scheme.blocks.values()
        for _, block in versions.by_date
        for id in (*block.head.law.basis, *block.head.law.mentions)
    }
    named |= {id for code in library.catalogue.codes() for id in library.catalogue.entry(code).law}
    assert not named & waiting


@pytest.fixture(scope="module")
def in_force(tmp_path_factory: pytest.TempPathFactory) -> Library:
    """The library of an office that has set the act in force and written its common blocks anew."""
    names = ("klage", "innsyn", "hjelp")
    files = {f"reasons/felles/{name}@{FIRST_DAY}.md": successor(f"reasons/felles/{name}.md") for name in names}
    folder = build(tmp_path_factory.mktemp("ny-lov"), {"reasons/felles/hjemler.yaml": COMMENCEMENT, **files})
    return load_library((folder,))


def letter(library: Library, day: str, office: Office) -> str:
    checked = check_data({**data_of(example(REFUSAL)), "dato": day}, library, office)
    return render(compose(checked), "txt", library).decode().replace("\n", " ")


def test_letters_cite_the_new_act_from_its_first_day(in_force: Library, library: Library, office: Office) -> None:
    """The day before, the letter is word for word the one without the overlay; on the day, the sections change."""
    assert letter(in_force, DAY_BEFORE, office) == letter(library, DAY_BEFORE, office)
    before, after = (re.sub(r"\s+", " ", letter(in_force, day, office)) for day in (DAY_BEFORE, FIRST_DAY))
    assert "forvaltningsloven §§\u00a028 og 29" in before.replace("§§ ", "§§\u00a0")
    assert "forvaltningsloven §§\u00a061 og 63" in after.replace("§§ ", "§§\u00a0")
    assert "28 og 29" not in after


def test_texts_that_still_name_the_old_act_are_found_before_the_day(tmp_path: Path, office: Office) -> None:
    """Only the date set: no letter of the new day can be written, and `library outdated` says which texts to change."""
    build(tmp_path, {"reasons/felles/hjemler.yaml": COMMENCEMENT})
    checked = check_data({**data_of(example(REFUSAL)), "dato": FIRST_DAY}, load_library((tmp_path,)), office)
    stopping = {finding.code for finding in checked.report if finding.stops}
    assert stopping == {Code.PROVISION_NOT_IN_FORCE.number}
    result = CliRunner().invoke(main, ["--library", str(tmp_path), "library", "outdated", "--on", FIRST_DAY])
    told = result.output.splitlines()
    assert any(line.startswith("reasons/felles/klage.md") and "forvaltningsloven" in line for line in told)
    none = CliRunner().invoke(main, ["--library", str(tmp_path), "library", "outdated", "--on", DAY_BEFORE])
    assert len(none.output.splitlines()) == 1


def test_a_running_text_that_cites_the_old_act_itself_is_stopped_too(tmp_path: Path, office: Office) -> None:
    """An interim reply has no block of law, only its own words."""
    build(tmp_path, {"reasons/felles/hjemler.yaml": COMMENCEMENT.replace(FIRST_DAY, "2026-10-15")})
    checked = check_data(data_of(example("foreloepig-svar-nb-soeknad")), load_library((tmp_path,)), office)
    assert Code.PROVISION_NOT_IN_FORCE.number in [finding.code for finding in checked.report]


def test_an_act_that_replaces_itself_is_a_slip(tmp_path: Path) -> None:
    slip = COMMENCEMENT.replace("avloeser: fvl,", "avloeser: fvl-2025,")
    with pytest.raises(InvalidLibrary):
        load_library((build(tmp_path, {"reasons/felles/hjemler.yaml": slip}),))


def test_a_commencement_ends_the_old_act_in_every_folder(tmp_path: Path) -> None:
    """The act's sections stand partly with the scheme and partly in common."""
    files = {
        "reasons/felles/hjemler.yaml": (
            "ikrafttredelser:\n  ny-lov: {fra: 2027-03-01, avloeser: sotjl, kontrollert: ja, kilde: tenkt}\n"
        ),
        "reasons/spraak/lover.yaml": (
            "lover:\n  ny-lov: {nummer: LOV-2027-01-01-1, slag: lov, navn: {nb: nyloven, nn: nylova}}\n"
        ),
    }
    provisions = load_library((build(tmp_path, files),)).provisions()
    ends = {provision.in_force_to for provision in provisions.values() if provision.act.id == "sotjl"}
    assert {str(day) for day in ends} <= {"2027-02-28", "2024-06-30"}
