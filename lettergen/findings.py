"""Findings: what is wrong in someone's files, as facts. Words come from the content library."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum, StrEnum

from lettergen.source import Location, Path


class Severity(StrEnum):
    """How much a finding stops: errors and questions stop the letter, warnings and notes do not."""

    ERROR = "error"
    QUESTION = "question"
    WARNING = "warning"
    NOTE = "note"


class Code(Enum):
    """The engine's own findings: number, slug, severity. A number is never reused.

    1xx what a file says, 2xx reason blocks, 3xx texts and expressions, 4xx law and
    completeness, 5xx the surroundings. Words stand in the content library.
    """

    UNREADABLE = ("LG101", "uleselig-fil", Severity.ERROR)
    SYNTAX = ("LG102", "skrivefeil-i-fila", Severity.ERROR)
    DUPLICATE_KEY = ("LG103", "samme-noekkel-to-ganger", Severity.ERROR)
    REFUSED_SYNTAX = ("LG104", "ikke-tillatt-i-fila", Severity.ERROR)
    TOO_BIG = ("LG105", "for-stor-fil", Severity.ERROR)
    EMPTY = ("LG106", "tom-fil", Severity.ERROR)
    NOT_A_MAPPING = ("LG107", "ikke-noekler-og-verdier", Severity.ERROR)
    BAD_CHARACTER = ("LG108", "ulovlig-tegn", Severity.ERROR)
    UNPRINTABLE = ("LG109", "tegn-som-ikke-kan-skrives-ut", Severity.ERROR)
    UNKNOWN_KEY = ("LG110", "ukjent-noekkel", Severity.ERROR)
    WRONG_VALUE = ("LG111", "feil-verdi", Severity.ERROR)
    LINE_BREAK = ("LG112", "linjeskift", Severity.ERROR)
    MISSING_FIELD = ("LG113", "mangler-felt", Severity.ERROR)
    UNKNOWN_SOURCE = ("LG114", "ukjent-kilde", Severity.ERROR)
    UNKNOWN_LETTER = ("LG115", "ukjent-brevtype", Severity.ERROR)
    NOT_SERVED = ("LG116", "dato-utenfor-biblioteket", Severity.ERROR)
    UNANSWERED_PROMPT = ("LG117", "ledetekst-staar-igjen", Severity.ERROR)
    UNKNOWN_CONDITION = ("LG118", "ukjent-vilkaar", Severity.ERROR)
    BAD_ID_NUMBER = ("LG119", "ugyldig-nummer", Severity.ERROR)
    NOT_A_PHRASE = ("LG120", "ikke-en-setningsdel", Severity.QUESTION)
    UNKNOWN_BLOCK = ("LG201", "ukjent-begrunnelse", Severity.ERROR)
    WRONG_CONDITION = ("LG202", "begrunnelse-for-annet-vilkaar", Severity.ERROR)
    WRONG_OUTCOME = ("LG203", "begrunnelse-for-annet-utfall", Severity.ERROR)
    BLOCK_NOT_IN_FORCE = ("LG204", "begrunnelse-gjelder-ikke", Severity.ERROR)
    BAD_CONTENT = ("LG301", "feil-i-biblioteket", Severity.ERROR)
    BAD_TEMPLATE = ("LG302", "feil-i-tekstmal", Severity.ERROR)
    UNKNOWN_NAME = ("LG303", "ukjent-navn-i-tekst", Severity.ERROR)
    REFUSED_EXPRESSION = ("LG304", "ikke-tillatt-i-tekst", Severity.ERROR)
    MARKDOWN_TRAP = ("LG305", "tekst-som-blir-borte", Severity.ERROR)
    NOT_TEXT = ("LG306", "verdi-som-ikke-er-tekst", Severity.ERROR)
    REPLACEMENT_OUTDATED = ("LG307", "erstattet-tekst-er-endret", Severity.WARNING)
    UNUSED_FILE = ("LG308", "fil-som-ikke-brukes", Severity.WARNING)
    UNLIKE_LANGUAGES = ("LG309", "ulikt-paa-bokmaal-og-nynorsk", Severity.ERROR)
    OTHER_ORDER = ("LG310", "annen-rekkefoelge", Severity.WARNING)
    SWAPPED_LANGUAGES = ("LG311", "ombyttet-maalform", Severity.ERROR)
    OTHER_LANGUAGE = ("LG312", "ord-fra-feil-maalform", Severity.ERROR)
    PERHAPS_OTHER_LANGUAGE = ("LG313", "ord-kanskje-fra-feil-maalform", Severity.WARNING)
    NN_OUTDATED = ("LG314", "nynorsk-eldre-enn-bokmaal", Severity.WARNING)
    NN_NOT_READ = ("LG315", "nynorsk-ikke-lest", Severity.NOTE)
    HEAVY_WORD = ("LG316", "tungt-ord", Severity.WARNING)
    LONG_SENTENCE = ("LG317", "lang-setning", Severity.WARNING)
    HEAVY_TEXT = ("LG318", "tung-tekst", Severity.WARNING)
    MUCH_PASSIVE = ("LG319", "mye-passiv", Severity.WARNING)
    NEARLY_EQUAL = ("LG320", "nesten-lik-begrunnelse", Severity.WARNING)
    SAME_TITLE = ("LG321", "samme-tittel", Severity.WARNING)
    UNLIKE_NEGATIONS = ("LG322", "ulikt-tall-paa-nektelser", Severity.WARNING)
    EXAMPLE_STOPPED = ("LG323", "godtatt-eksempel-stoppes", Severity.ERROR)
    EXAMPLE_PASSED = ("LG324", "avvist-eksempel-slipper-gjennom", Severity.ERROR)
    EXAMPLE_UNTRIED = ("LG325", "eksempel-kan-ikke-proeves", Severity.ERROR)
    FEW_EXAMPLES = ("LG326", "for-faa-eksempler", Severity.WARNING)
    EMPTY_CELL = ("LG330", "celle-uten-begrunnelse", Severity.ERROR)
    NO_LAW = ("LG331", "begrunnelse-uten-hjemmel", Severity.ERROR)
    OVERLAP = ("LG332", "overlappende-gyldighet", Severity.ERROR)
    GAP = ("LG333", "hull-i-gyldighet", Severity.ERROR)
    ENDS_TOO_EARLY = ("LG334", "slutter-foer-den-begynner", Severity.ERROR)
    LAW_NOT_PRINTABLE = ("LG335", "hjemmel-som-ikke-kan-skrives", Severity.WARNING)
    LAW_READ_LONG_AGO = ("LG336", "hjemmel-som-maa-leses-paa-nytt", Severity.WARNING)
    WEAKER_REPLACEMENT = ("LG337", "svakere-enn-originalen", Severity.WARNING)
    UNREACHABLE_BLOCK = ("LG338", "begrunnelse-som-ikke-kan-velges", Severity.WARNING)
    UNUSED_FACT = ("LG339", "opplysning-som-ikke-brukes", Severity.WARNING)
    UNCOVERED = ("LG401", "vilkaar-mangler-begrunnelse", Severity.ERROR)
    INCOMPLETE = ("LG402", "begrunnelse-ufullstendig", Severity.ERROR)
    MISSING_FACT = ("LG403", "mangler-opplysning", Severity.ERROR)
    WRONG_OUTCOMES = ("LG404", "utfall-passer-ikke-brevet", Severity.ERROR)
    PROVISION_NOT_IN_FORCE = ("LG405", "hjemmel-gjelder-ikke", Severity.ERROR)
    PROVISION_CHANGED = ("LG406", "hjemmel-endret-etter-vedtaket", Severity.WARNING)
    PASSAGE_MISSING = ("LG407", "vilkaar-mangler-i-brevet", Severity.ERROR)
    CLOSING_INCOMPLETE = ("LG408", "avslutning-ufullstendig", Severity.ERROR)
    LAW_WITHOUT_BLOCK = ("LG409", "hjemmel-uten-tekst", Severity.ERROR)
    NO_RATE = ("LG410", "sats-mangler", Severity.ERROR)
    ANSWER_OUTDATED = ("LG411", "svar-passer-ikke-lenger", Severity.ERROR)
    ANSWER_UNUSED = ("LG412", "svar-uten-spoersmaal", Severity.WARNING)
    NOT_REVIEWED = ("LG413", "tekst-ikke-gjennomgaatt", Severity.NOTE)
    BAD_PERIOD = ("LG418", "periode-ufullstendig", Severity.ERROR)
    NO_GROUND = ("LG419", "reduksjon-uten-grunnlag", Severity.ERROR)
    REVIEW_REQUIRED = ("LG417", "krever-gjennomgang", Severity.ERROR)
    RATE_UNVERIFIED = ("LG416", "sats-ikke-bekreftet", Severity.QUESTION)
    WRONG_APPEAL_BODY = ("LG415", "feil-klageinstans", Severity.ERROR)
    NO_EVENT = ("LG414", "hendelse-uten-dato", Severity.ERROR)
    ERROR_ANSWERED = ("LG420", "svar-paa-feil", Severity.WARNING)
    GROUND_ELSEWHERE = ("LG421", "grunnen-nevner-ikke-vilkaaret", Severity.QUESTION)
    BASIS_UNUSED = ("LG422", "hjemmel-som-ikke-brukes", Severity.ERROR)
    UNKNOWN_APPEAL_BODY = ("LG423", "ukjent-klageinstans", Severity.QUESTION)
    THIN = ("LG601", "for-kort-vurdering", Severity.QUESTION)
    REPEATS_BLOCK = ("LG602", "gjentar-begrunnelsen", Severity.QUESTION)
    REPEATS_CONDITION = ("LG603", "gjentar-et-annet-vilkaar", Severity.QUESTION)
    REPEATS_DECISION = ("LG604", "gjentar-et-annet-vedtak", Severity.QUESTION)
    ABOUT_NOBODY = ("LG605", "ingenting-fra-saken", Severity.QUESTION)
    ONE_HALF = ("LG606", "bare-den-ene-delen", Severity.QUESTION)
    NO_REASON = ("LG607", "skjoenn-ubegrunnet", Severity.QUESTION)
    WRONG_TONGUE = ("LG608", "feil-maalform-i-saken", Severity.QUESTION)
    DEED_UNPROVED = ("LG609", "handling-uten-dato", Severity.QUESTION)
    HEAVY_OWN_TEXT = ("LG610", "tung-tekst-i-saken", Severity.WARNING)
    OFFICE_SETTINGS = ("LG501", "feil-i-kontoroppsett", Severity.ERROR)
    NO_OFFICE = ("LG503", "mangler-kontoroppsett", Severity.ERROR)
    NO_LIBRARY = ("LG502", "mangler-bibliotek", Severity.ERROR)
    PASSAGE_LOST = ("LG701", "vilkaar-mistet-i-brevet", Severity.ERROR)
    PARAGRAPH_LOST = ("LG702", "paakrevd-avsnitt-borte", Severity.ERROR)
    PARAGRAPH_CHANGED = ("LG703", "avsnitt-endret", Severity.NOTE)
    PARAGRAPH_MOVED = ("LG704", "avsnitt-omplassert", Severity.NOTE)
    PARAGRAPH_ADDED = ("LG705", "avsnitt-lagt-til", Severity.NOTE)
    NOT_OUR_LETTER = ("LG706", "ikke-et-brev-fra-lettergen", Severity.ERROR)
    DRAFT_LETTER = ("LG707", "utkast", Severity.ERROR)
    UNSAFE_FILE = ("LG708", "brevfil-som-ikke-kan-leses", Severity.ERROR)
    LESS_LOST = ("LG709", "avsnitt-borte", Severity.WARNING)
    LIBRARY_CHANGED = ("LG710", "fast-tekst-endret", Severity.WARNING)
    NUMBER_CHANGED = ("LG711", "tall-endret", Severity.WARNING)
    LIBRARY_MOVED_ON = ("LG712", "nyere-tekst-i-biblioteket", Severity.NOTE)
    TRACKED_CHANGES = ("LG713", "sporing-av-rettelser", Severity.WARNING)
    COMMENTS_LEFT = ("LG714", "kommentarer-i-brevet", Severity.WARNING)
    HIDDEN_TEXT = ("LG715", "skjult-tekst", Severity.WARNING)
    NO_RECIPIENT = ("LG716", "uten-mottaker", Severity.WARNING)
    TEXT_BESIDE = ("LG717", "tekst-utenfor-brevteksten", Severity.WARNING)

    def __init__(self, number: str, slug: str, severity: Severity) -> None:
        self.number = number
        self.slug = slug
        self.severity = severity


TYPED = ("block", "source", "key", "name", "code")
"""Values that repeat what someone typed where an id belongs."""
LONGEST_ID = 60


def _id_only(typed: str) -> str:
    """What was typed, if it can be an id; a sentence may hold anything, and stays out of messages."""
    return typed if len(typed) <= LONGEST_ID and len(typed.split()) <= 1 + typed.count(",") else "…"


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing to mend: what it is, where, and the values its sentence needs.

    `values` never hold personal data, only names of fields, files and declared choices.
    `missing` names the legs that a condition lacks; `mark` is the 8 signs that an answer
    (`svar`) must repeat, on questions only. `law` adds provision ids to the code's own.
    """

    code: str
    slug: str
    severity: Severity
    location: Location
    path: Path = ()
    values: tuple[tuple[str, str], ...] = ()
    missing: tuple[str, ...] = ()
    mark: str | None = None
    law: tuple[str, ...] = ()

    @classmethod
    def of(
        cls,
        code: Code,
        location: Location,
        path: Path = (),
        /,
        *,
        missing: tuple[str, ...] = (),
        law: tuple[str, ...] = (),
        **values: str,
    ) -> "Finding":
        """A finding of the engine's own, with its code's slug and severity."""
        shown = tuple((name, _id_only(value) if name in TYPED else value) for name, value in values.items())
        return cls(code.number, code.slug, code.severity, location, path, shown, missing, None, law)

    @property
    def stops(self) -> bool:
        """Whether no letter may be written while this stands."""
        return self.severity in (Severity.ERROR, Severity.QUESTION)


@dataclass(frozen=True, slots=True)
class Report:
    """All findings of one run, in the order a reader meets them."""

    findings: tuple[Finding, ...] = ()

    def __iter__(self) -> Iterator[Finding]:
        return iter(self.findings)

    def __len__(self) -> int:
        return len(self.findings)

    @property
    def complete(self) -> bool:
        """Whether a letter may be written: no error and no open question."""
        return not any(finding.stops for finding in self.findings)

    def counts(self) -> dict[Severity, int]:
        """How many findings there are of each severity."""
        found = Counter(finding.severity for finding in self.findings)
        return {severity: found[severity] for severity in Severity}
