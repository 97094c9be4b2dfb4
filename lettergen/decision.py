"""The decision file: what was decided, for whom, why, and on which sources.

Everything here is optional to the reader, so that all that is missing can be said at once;
what must be there is a matter for the checks.
"""

from dataclasses import dataclass, field
from pathlib import Path as FilePath
from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field

from lettergen.documents import Document
from lettergen.fields import Date, FileModel, LongText, Text, YesNo, to_list, wrong
from lettergen.office import Office, Person
from lettergen.reasons import Names
from lettergen.scheme import Outcome


class Recipient(FileModel):
    """Who the letter is to. Age is worked out from the birth date, never from the national id."""

    name: Text | None = None
    national_id: Text | None = None
    birth_date: Date | None = None
    address: Names = ()


class Representative(FileModel):
    """A guardian or representative who gets the letter for the person."""

    name: Text | None = None
    address: Names = ()


class Application(FileModel):
    """When the application came in."""

    received: Date | None = None


class UserView(FileModel):
    """The person's own view and the weight it got, or why the person would not give one."""

    text: LongText | None = None
    date: Date | None = None
    weight: LongText | None = None
    declines: LongText | None = None


class Source(FileModel):
    """A dated source; `source_kind` is one of the scheme's kinds."""

    source_kind: Text | None = None
    date: Date | None = None


def _assessment(value: Any) -> Any:
    """One text, or one for each part; a key with nothing after it is no assessment."""
    if value is None:
        return {}
    if isinstance(value, str):
        return {"": value}
    if isinstance(value, dict) and all(isinstance(text, str | None) for text in value.values()):
        return {part: text or "" for part, text in value.items()}
    raise wrong("vurdering")


class ConditionEntry(FileModel):
    """What the decision says of one condition. The assessment is by part; "" where there are no parts."""

    outcome: Outcome | None = None
    reasons: Names = ()
    assessment: Annotated[dict[str, str], BeforeValidator(_assessment)] = Field(default_factory=dict)
    sources: Names = ()
    why: LongText | None = None


def _entry(value: Any) -> Any:
    return {} if value is None else value


class Answer(FileModel):
    """An answer to a question: which, about which text (its mark), why, by whom and when."""

    code: Text
    path: Text
    mark: Text
    why: LongText
    by: Text
    date: Date


class DecisionFile(FileModel):
    """The core of a decision file. `facts` are read by the scheme's own model."""

    schema_id: Text | None = None
    letter_type: Text | None = None
    language: Literal["nb", "nn"] | None = None
    case_number: Text | None = None
    date: Date | None = None
    recipient: Recipient = Field(default_factory=Recipient)
    guardian: Representative | None = None
    representative: Representative | None = None
    address_protected: YesNo = False
    case_handler: Person = Field(default_factory=Person)
    approver: Person | None = None
    application: Application = Field(default_factory=Application)
    user_view: UserView = Field(default_factory=UserView)
    sources: dict[str, Source] = Field(default_factory=dict)
    conditions: dict[str, Annotated[ConditionEntry, BeforeValidator(_entry)]] = Field(default_factory=dict)
    facts: dict[str, Any] = Field(default_factory=dict)
    answers: Annotated[tuple[Answer, ...], BeforeValidator(to_list)] = ()
    attachments: Names = ()
    copies: Names = ()
    exemption: Text | None = None


@dataclass(frozen=True, slots=True)
class Decision:
    """A decision as it was read: values with their lines, and the office's settings. Not yet checked."""

    document: Document
    office: Office = field(default_factory=Office)
    file: FilePath | None = None

    @property
    def name(self) -> str:
        """The name it has in findings."""
        return self.document.name
