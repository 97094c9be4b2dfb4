"""The law as content files say it: acts and provisions, turned into `law` values."""

from collections.abc import Mapping
from typing import Literal

from lettergen.fields import Bilingual, Date, FileModel, LongText, Text, Whole, YesNo
from lettergen.language import Bilingual as Words
from lettergen.law import Act, ActKind, Provision, Reference


class FullNames(FileModel):
    """An act's full name, where it is known."""

    nb: Text | None = None
    nn: Text | None = None


class ActFile(FileModel):
    """One act or regulation."""

    number: Text
    kind: Literal["lov", "forskrift"]
    names: Bilingual
    full_names: FullNames | None = None


class ActsFile(FileModel):
    """`lover.yaml`."""

    acts: dict[str, ActFile]


class ProvisionFile(FileModel):
    """One provision."""

    act: Text
    section: Text
    ledd: Whole | None = None
    letter: Text | None = None
    sentence: Whole | None = None
    subject: Bilingual
    in_force_from: Date | None = None
    in_force_to: Date | None = None
    verified: YesNo
    source: LongText
    note: LongText | None = None


class ProvisionsFile(FileModel):
    """`hjemler.yaml`."""

    provisions: dict[str, ProvisionFile]


def provisions_of(file: ProvisionsFile, acts: ActsFile) -> Mapping[str, Provision]:
    """The provisions of known acts, by id."""
    known = {id: _act(id, act) for id, act in acts.acts.items()}
    return {id: _provision(id, row, known[row.act]) for id, row in file.provisions.items() if row.act in known}


def _act(id: str, file: ActFile) -> Act:
    full = file.full_names or FullNames()
    return Act(id, file.number, ActKind(file.kind), Words(file.names.nb, file.names.nn), full.nb, full.nn)


def _provision(id: str, row: ProvisionFile, act: Act) -> Provision:
    return Provision(
        id,
        Reference(act, row.section, row.ledd, row.letter, row.sentence),
        row.in_force_from,
        row.in_force_to,
        row.verified,
        Words(row.subject.nb, row.subject.nn),
        row.source,
        row.note,
    )
