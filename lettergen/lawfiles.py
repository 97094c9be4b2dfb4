"""The law as content files say it: acts and provisions, turned into `law` values."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta
from typing import Literal

from pydantic import Field

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
    """`lover.yaml`. After `read_again_after` months a provision should be read again."""

    acts: dict[str, ActFile]
    read_again_after: Whole = 12


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
    checked: Date | None = None
    source: LongText
    note: LongText | None = None


class CommencementFile(FileModel):
    """When an act that stood ready took effect, and which act it replaced on that day."""

    from_date: Date
    replaces: Text | None = None
    verified: YesNo
    source: LongText


class ProvisionsFile(FileModel):
    """`hjemler.yaml`."""

    provisions: dict[str, ProvisionFile] = Field(default_factory=dict)
    commencements: dict[str, CommencementFile] = Field(default_factory=dict)


def provisions_of(
    file: ProvisionsFile, acts: ActsFile, started: Mapping[str, CommencementFile]
) -> Mapping[str, Provision]:
    """The provisions of known acts, by id, those of an act that has taken effect, or was replaced, with the dates."""
    known = {id: _act(id, act) for id, act in acts.acts.items()}
    rows = {id: _provision(id, row, known[row.act]) for id, row in file.provisions.items() if row.act in known}
    return {id: _commenced(row, started) for id, row in rows.items()}


def _commenced(provision: Provision, started: Mapping[str, CommencementFile]) -> Provision:
    act = provision.act.id
    if (own := started.get(act)) and provision.in_force_from is None:
        provision = replace(provision, in_force_from=own.from_date, verified=own.verified)
    successors = [row.from_date for row in started.values() if row.replaces == act]
    if successors and provision.in_force_from and provision.in_force_to is None:
        provision = replace(provision, in_force_to=min(successors) - timedelta(days=1))
    return provision


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
        row.checked,
    )
