"""Letters for the tests of the formats: one that holds every kind of block, in nb and nn, and one of hostile values."""

from collections import Counter
from collections.abc import Iterable
from datetime import date
from pathlib import Path

from lettergen.language import Language
from lettergen.letter import (
    Align,
    Block,
    BlockUse,
    Column,
    Draft,
    Heading,
    Labelled,
    Letter,
    ListBlock,
    Manifest,
    Origin,
    OriginKind,
    Paragraph,
    Passage,
    Run,
    Runs,
    Signature,
    Table,
    lines,
)

LAYOUT = Path(__file__).parent.parent / "templates" / "layout"
FONTS = LAYOUT / "fonts"

HOSTILE = (
    "<script>alert(1)</script> & \"hermetegn\" 'enkle' &amp; <b>",
    "*stjerne* _strek_ **to** __to__ `kode` ~bølge~",
    "# ikke en overskrift",
    "| a | b |",
    "{{ navn }} {% if x %} {# merknad #} {%- endif -%}",
    "1. mai er en fridag",
    "$x$ og $ 5 000",
    "@a <merke> #let x = 1; #emoji",
    "C:\\mappe\\fil \\n \\\\ \\u{41} \\",
    "https://eksempel.no // ikke en merknad /* heller ikke */",
    "[lenke](https://eksempel.no) [[x]] ![bilde](x)",
    "- ikke en liste + heller ikke = = lik",
    "čđŋšŧž ČĐŊŠŦŽ áïåäöæø ÆØÅ «sitat» – strek — “x” ‘y’ … − ½ €",
    "8\u00a0500\u00a0kroner, §\u00a029 og 37,5\u00a0timer",
    "---- ==== ....",
    "'fl' fi ffi -- --- ... (c) -> <= != :smile:",
)


def run(text: str, *, bold: bool = False, italic: bool = False, link: str | None = None) -> Run:
    return Run(text, Origin(OriginKind.TEMPLATE, "prøve"), bold, italic, link)


def runs(*parts: str | Run) -> Runs:
    return tuple(part if isinstance(part, Run) else run(part) for part in parts)


def p(*parts: str | Run) -> Paragraph:
    return Paragraph(runs(*parts))


def h(level: int, text: str) -> Heading:
    return Heading(level, runs(text))


def ul(*items: str | tuple[Block, ...]) -> ListBlock:
    return ListBlock(ordered=False, items=_items(items))


def ol(*items: str | tuple[Block, ...]) -> ListBlock:
    return ListBlock(ordered=True, items=_items(items))


def _items(items: Iterable[str | tuple[Block, ...]]) -> tuple[tuple[Block, ...], ...]:
    return tuple((p(item),) if isinstance(item, str) else item for item in items)


def table(heads: Iterable[Column], rows: Iterable[Iterable[str]], footer: Iterable[str] | None = None) -> Table:
    return Table(
        tuple(heads),
        tuple(tuple(runs(cell) if cell else () for cell in row) for row in rows),
        None if footer is None else tuple(runs(cell) if cell else () for cell in footer),
    )


def column(head: str, width: float = 1, align: Align = Align.LEFT) -> Column:
    return Column(runs(head), align, width)


def sample(language: Language = Language.NB, *, draft: bool = False) -> Letter:
    """A grant of two pages with each kind of block. The nn one says the same."""
    nb = language is Language.NB
    kind = Draft if draft else Letter
    return kind(
        language=language,
        letter_type="innvilgelse",
        case_number="2026/1234",
        date=date(2026, 11, 20),
        sender=("Nav Prøvedal", "Postboks 12", "5999 Prøvedal", "Telefon 55 55 33 33", "nav.no"),
        recipient=("Kari Prøve", "Prøvevegen 1", "5200 Os"),
        references=(
            Labelled("Dato", ("20. november 2026",)),
            Labelled("Saksnummer", ("2026/1234",)),
            Labelled("Saksbehandler" if nb else "Saksbehandlar", ("Ola Døme", "55 55 33 33")),
        ),
        title=runs("Du får kvalifiseringsprogram"),
        body=_grant_nb() if nb else _grant_nn(),
        closing="Med vennlig hilsen" if nb else "Med vennleg helsing",
        signatures=(
            Signature("Ola Døme", "veileder" if nb else "rettleiar"),
            Signature("Eli Døme", "avdelingsleder" if nb else "avdelingsleiar"),
        ),
        approval="Brevet er godkjent elektronisk og har derfor ingen underskrift."
        if nb
        else "Brevet er godkjent elektronisk og har derfor inga underskrift.",
        attachments=Labelled("Vedlegg", ("Programplan", "Skjema for klage")),
        copies=Labelled("Kopi til", ("Prøvedal voksenopplæring",)),
        exemption="Unntatt offentlighet etter offentleglova § 13",
        page_label="Side {side} av {sider}",
        manifest=Manifest(
            engine="0.1.0",
            library="5d41402abc4b",
            scheme="kvp/1",
            blocks=(BlockUse("alder/mellom-18-og-67", "0123456789ab", "alder"), BlockUse("klage", "ba9876543210")),
            answers=(("LG411", "1a2b3c4d"),),
        ),
        draft_label="UTKAST" if draft else None,
    )


def plain_letter(*body: Block) -> Letter:
    """A short letter around some blocks."""
    return Letter(
        language=Language.NB,
        letter_type="proeve",
        case_number="2026/1",
        date=date(2026, 11, 20),
        sender=("Nav Prøvedal",),
        recipient=("Kari Prøve",),
        references=(),
        title=runs("Prøve"),
        body=body,
        closing="Hilsen",
        signatures=(Signature("Ola Døme"),),
        approval="",
        attachments=None,
        copies=None,
        exemption=None,
        page_label="Side {side} av {sider}",
        manifest=Manifest("0", "0", "proeve/1"),
    )


def hostile() -> Letter:
    """A letter with a hostile value in each place where a value may stand."""
    return Letter(
        language=Language.NN,
        letter_type="proeve",
        case_number=HOSTILE[0],
        date=date(2026, 11, 20),
        sender=HOSTILE[:4],
        recipient=HOSTILE[4:9],
        references=(Labelled(HOSTILE[0], HOSTILE[4:6]), Labelled(HOSTILE[9], HOSTILE[1:2])),
        title=runs(HOSTILE[4]),
        body=(
            *(p(value) for value in HOSTILE),
            *(Heading(2, runs(value)) for value in HOSTILE),
            *(p(run(value, bold=True), " ", run(value, italic=True)) for value in HOSTILE),
            *(p("Se ", run(value, link="https://eksempel.no/?a=1&b=<2>")) for value in HOSTILE),
            ul(*HOSTILE, (p(HOSTILE[5]), ol(*HOSTILE))),
            table((column(HOSTILE[0]), column(HOSTILE[3])), ((value, value) for value in HOSTILE), HOSTILE[5:7]),
        ),
        closing=HOSTILE[10],
        signatures=(Signature(HOSTILE[0], HOSTILE[1]), Signature(HOSTILE[7])),
        approval=HOSTILE[6],
        attachments=Labelled(HOSTILE[3], HOSTILE),
        copies=Labelled(HOSTILE[5], HOSTILE[:2]),
        exemption=HOSTILE[0],
        page_label="<Side> {side} & {sider} #x",
        manifest=Manifest("0", "0", HOSTILE[0]),
    )


def leftover_words(text: str, letter: Letter) -> Counter[str]:
    """The words of a made letter that are not the letter's own: page numbers, list marks, the letterhead.

    Fails where one of the letter's words is missing or stands in another order.
    """
    wanted = [word for line in lines(letter) for word in line.split()]
    extra: Counter[str] = Counter()
    at = 0
    for word in text.split():
        if at < len(wanted) and word == wanted[at]:
            at += 1
        else:
            extra[word] += 1
    assert at == len(wanted), f"after {wanted[max(0, at - 5) : at]}: {wanted[at : at + 5]} not found"
    return extra


def sender_words(letter: Letter) -> Counter[str]:
    return Counter(word for line in letter.sender for word in line.split())


def _grant_nb() -> tuple[Block, ...]:
    right = Align.RIGHT
    return (
        p(
            "Vi har innvilget søknaden din om kvalifiseringsprogram. Vi fikk søknaden 12. oktober 2026. Programmet ditt starter ",
            run("1. desember 2026", bold=True),
            " og varer til ",
            run("30. november 2027", bold=True),
            ". Så lenge du deltar, får du kvalifiseringsstønad.",
        ),
        p(
            "Vedtaket er gjort etter sosialtjenesteloven §§ 29, 30, 31, 32, 33 og 35 og forskrift om kvalifiseringsprogram "
            "og kvalifiseringsstønad §§ 1, 2 og 3."
        ),
        h(2, "Hvorfor du får programmet"),
        p(
            "Du må oppfylle alle vilkårene i sosialtjenesteloven § 29 for å få kvalifiseringsprogram. Vi går gjennom dem ett for ett."
        ),
        Passage(
            "alder",
            (
                h(3, "1. Du er mellom 18 og 67 år"),
                p(
                    "Programmet er for personer i denne alderen (§ 29 første ledd). Du er 36 år, og vilkåret er oppfylt."
                ),
            ),
        ),
        Passage(
            "nedsatt-arbeids-og-inntektsevne",
            (
                h(3, "2. Arbeidsevnen og inntektsevnen din er vesentlig nedsatt"),
                p(
                    "Det betyr at det må være klart vanskeligere for deg enn for andre både å få og beholde arbeid og å tjene nok til "
                    "å leve av det (§ 29 første ledd)."
                ),
                p(run("Arbeidsevne", bold=True)),
                p(
                    "Du har ikke hatt arbeid siden mars 2021. Du sluttet i jobben på lageret da ryggen ble så dårlig at du ikke lenger "
                    "kunne løfte, og du har ikke fagbrev eller annen utdanning etter grunnskolen. I arbeidsevnevurderingen "
                    "28. oktober 2026 kom vi fram til at du kan arbeide, men uten tunge løft."
                ),
                p(run("Inntektsevne", bold=True)),
                p(
                    "Du har levd av økonomisk sosialhjelp siden august 2021. Uten utdanning og med de begrensningene du har nå, er det "
                    "få jobber du kan søke på. Vi mener derfor at vilkåret er oppfylt."
                ),
            ),
        ),
        Passage(
            "tett-og-koordinert-bistand",
            (
                h(3, "3. Tett og koordinert hjelp gjennom programmet er hensiktsmessig og nødvendig for deg"),
                p(
                    "Vilkåret er at tett og koordinert hjelp er hensiktsmessig og nødvendig for å styrke muligheten din til å delta i "
                    "arbeidslivet (§ 29 andre ledd). Vi har lagt vekt på dette:"
                ),
                ul(
                    "Du trenger tett oppfølging: Du har selv sagt at du fort mister motet når noe går galt, og at du da lar være å "
                    "ta kontakt.",
                    (
                        p("Programmet er hensiktsmessig fordi"),
                        ul(
                            "målet ditt om å ta truckførerbevis passer med legeerklæringen 16. oktober 2026",
                            "det er bruk for slike folk i kommunene rundt oss",
                        ),
                    ),
                    (
                        p("Programmet er nødvendig: Vanlig oppfølging og to praksisplasser har ikke vært nok."),
                        p("Det som manglet, var at opplæring, fysioterapi og arbeidsgiver ble sett i sammenheng."),
                    ),
                ),
            ),
        ),
        h(2, "Hva du selv mener"),
        p(
            "I samtalen 10. november 2026 sa du at du gleder deg til å ha noe å gå til, og at du ",
            run("helst", italic=True),
            " vil begynne med kurset før du skal ut i praksis. Det har vi lagt stor vekt på: kurset kommer først.",
        ),
        h(2, "Programmet ditt"),
        p("Dette har vi avtalt at programmet skal inneholde:"),
        table(
            (
                column("Aktivitet", 2.6),
                column("Ansvarlig", 2),
                column("Periode", 2.2),
                column("Timer i uka", 1.2, right),
            ),
            (
                (
                    "Truckførerkurs",
                    "Prøvedal voksenopplæring",
                    "01.12.2026–28.02.2027",
                    "22,5",
                ),
                ("Arbeidspraksis på lager", "Døme Lager AS", "01.03.2027–30.11.2027", "22,5"),
                ("Trening med fysioterapeut", "Kommunen", "01.12.2026–30.11.2027", "7,5"),
                ("Samtaler med veileder", "Nav Prøvedal", "01.12.2026–30.11.2027", "7,5"),
            ),
            ("I alt", "", "", "37,5"),
        ),
        p("Vi ser sammen på hvordan det går 15. februar, 20. mai og 1. september 2027."),
        h(2, "Kvalifiseringsstønaden"),
        table(
            (
                column("Fra og med"),
                column("Til og med"),
                column("Per dag", 1, right),
                column("Barnetillegg", 1, right),
                column("I alt per dag", 1, right),
            ),
            (
                ("01.12.2026", "30.04.2027", "1\u00a0071,91", "54,00", "1\u00a0125,91"),
                ("01.05.2027", "30.11.2027", "1\u00a0071,91", "54,00", "1\u00a0125,91"),
            ),
        ),
        h(2, "Du kan klage"),
        p(
            "Er du uenig i vedtaket, kan du klage til Statsforvalteren i Vestland innen tre uker fra du fikk vedtaket. Slik gjør du:"
        ),
        ol(
            "Skriv hva du er uenig i, og hvorfor.",
            "Send klagen til oss, så ser vi på saken en gang til først.",
        ),
        p(
            "Les mer på ",
            run("nav.no/klage", link="https://www.nav.no/klage"),
            ", eller ring ",
            run("55 55 33 33", link="tel:+4755553333"),
            ".",
        ),
    )


def _grant_nn() -> tuple[Block, ...]:
    right = Align.RIGHT
    return (
        p(
            "Vi har innvilga søknaden din om kvalifiseringsprogram. Vi fekk søknaden 12. oktober 2026. Programmet ditt startar ",
            run("1. desember 2026", bold=True),
            " og varer til ",
            run("30. november 2027", bold=True),
            ". Så lenge du deltek, får du kvalifiseringsstønad.",
        ),
        h(2, "Kvifor du får programmet"),
        Passage(
            "alder",
            (
                h(3, "1. Du er mellom 18 og 67 år"),
                p(
                    "Programmet er for personar i denne alderen (§ 29 første ledd). Du er 36 år, og vilkåret er oppfylt."
                ),
            ),
        ),
        Passage(
            "tett-og-koordinert-bistand",
            (
                h(3, "2. Tett og koordinert hjelp gjennom programmet er føremålstenleg og nødvendig for deg"),
                p("Vi har lagt vekt på dette:"),
                ul(
                    "Du treng tett oppfølging.",
                    (p("Programmet er nødvendig fordi"), ul("vanleg oppfølging ikkje har vore nok")),
                ),
            ),
        ),
        h(2, "Programmet ditt"),
        table(
            (column("Aktivitet", 2), column("Timar i veka", 1, right)),
            (("Kurs", "30"), ("Samtalar", "7,5")),
            ("I alt", "37,5"),
        ),
        h(2, "Du kan klage"),
        ol("Skriv kva du er usamd i, og kvifor.", "Send klaga til oss."),
    )
