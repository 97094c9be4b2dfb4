"""Damage to the reasons, the law they rest on, the outcomes and the texts around them."""

from collections.abc import Iterator

from lettergen.reasons import ReasonBlock
from lettergen.source import Path
from tests.mutation.kinds import DROP, Example, Mutant, kind

OVER_AND_DONE = ("law-repealed", "law-unread")


def _named(example: Example) -> Iterator[tuple[str, Path, str]]:
    """Every reason the file names: its condition, its place and its id."""
    for each in example.conditions:
        for index, name in enumerate(example.get("vilkaar", each.id, "begrunnelser") or ()):
            yield each.id, ("vilkaar", each.id, "begrunnelser", index), name


def _newest(example: Example) -> list[ReasonBlock]:
    return [versions.newest for versions in example.case.scheme.blocks.values()]


@kind("LG201", each=1)
def reason_misspelt(example: Example) -> Iterator[Mutant]:
    """A reason's name with a letter wrong, or one that never was."""
    for number, (condition, place, name) in enumerate(_named(example)):
        other = (name[:-1], f"{condition}/skjoennsmessig-vurdering", name.replace("/", "."))[number % 3]
        yield Mutant(other, ((place, other),), "LG201", place, frozenset({"regel"}))


@kind("LG202")
def reason_of_another_condition(example: Example) -> Iterator[Mutant]:
    """A reason that was written for another condition."""
    for condition, place, _ in _named(example):
        others = [block.id for block in _newest(example) if block.head.condition and block.head.condition != condition]
        other = others[(example.number * 7) % len(others)]
        yield Mutant(other, ((place, other),), "LG202", place, frozenset({"regel"}))


@kind("LG203")
def reason_of_another_outcome(example: Example) -> Iterator[Mutant]:
    """A reason of the right condition, written for the other outcome."""
    for each in example.conditions:
        others = [
            block.id
            for block in _newest(example)
            if block.head.condition == each.id and block.head.outcome != each.outcome
        ]
        if others:
            place: Path = ("vilkaar", each.id, "begrunnelser", 0)
            other = others[example.number % len(others)]
            yield Mutant(other, ((place[:3], [other]),), "LG203", place, frozenset({"regel"}))


@kind("LG404")
def outcome_turned(example: Example) -> Iterator[Mutant]:
    """One condition says what its letter cannot carry: a grant with something not met, a refusal of nothing."""
    kind_of = example.case.letter_type
    if kind_of.grants:
        for each in example.conditions:
            if each.id not in kind_of.one_of and not each.condition.is_exception:
                place: Path = ("vilkaar", each.id, "utfall")
                for outcome in ("ikke_oppfylt", "ikke_vurdert"):
                    yield Mutant(f"{each.id} {outcome}", ((place, outcome),), "LG404", place)
    elif kind_of.requires_outcome == "minst_ett_ikke_oppfylt":
        for outcome in ("oppfylt", "ikke_vurdert"):
            decisive = [
                ((("vilkaar", each.id, "utfall"), outcome))
                for each in example.conditions
                if each.outcome == "ikke_oppfylt"
            ]
            exceptions = [(("vilkaar", each.id), DROP) for each in example.conditions if each.condition.is_exception]
            yield Mutant(f"nothing decisive, {outcome}", (*decisive, *exceptions), "LG404", ("vilkaar",))


@kind("LG111", each=1)
def outcome_unknown(example: Example) -> Iterator[Mutant]:
    """An outcome that is none of the three."""
    for number, each in enumerate(example.checked.coverages):
        place: Path = ("vilkaar", each.id, "utfall")
        word = ("delvis", "ja", "ikkje_oppfylt", "innvilget")[(number + example.number) % 4]
        yield Mutant(f"{each.id}: {word}", ((place, word),), "LG111", place)


@kind("LG115", each=1)
def letter_type_unknown(example: Example) -> Iterator[Mutant]:
    """A letter type that the scheme does not have."""
    for word in (example.letter[:-1], "vedtak"):
        yield Mutant(word, ((("brev",), word),), "LG115", ("brev",))


@kind("LG404", "LG118", "LG403")
def letter_type_of_another(example: Example) -> Iterator[Mutant]:
    """The file says it is another kind of letter than its content makes it."""
    swapped = {"innvilgelse": "avslag", "forlengelse": "avslag-forlengelse", "permisjon": "avslag-permisjon"}
    back = {refusal: grant for grant, refusal in swapped.items()}
    if other := swapped.get(example.letter):
        yield Mutant(other, ((("brev",), other),), "LG404", ("vilkaar",))
    elif other := back.get(example.letter):
        for each in example.conditions:
            if each.outcome == "ikke_oppfylt":
                yield Mutant(other, ((("brev",), other),), "LG404", ("vilkaar", each.id, "utfall"))
    other = "utmaaling" if example.letter != "utmaaling" else "avbrudd"
    known = example.case.scheme.conditions_of(other)
    for each in example.conditions:
        if each.id not in known:
            yield Mutant(other, ((("brev",), other),), "LG118", ("vilkaar", each.id))
    if not example.conditions:
        fact = "forhaandsvarsel" if example.letter != "forhaandsvarsel" else "foreloepig_svar"
        other = fact.replace("_", "-")
        yield Mutant(other, ((("brev",), other),), "LG403", ("opplysninger", fact), within=True)


@kind("LG118", each=1)
def condition_unknown(example: Example) -> Iterator[Mutant]:
    """A condition of another kind of letter, or with its name misspelt."""
    for number, each in enumerate(example.conditions):
        word = (each.id[:-1], f"{each.id}-2", "noedvendig-og-hensiktsmessig")[(number + example.number) % 3]
        yield Mutant(word, ((("vilkaar", word), example.get("vilkaar", each.id)),), "LG118", ("vilkaar", word))


@kind("LG110", each=1)
def part_unknown(example: Example) -> Iterator[Mutant]:
    """An assessment under a part that the condition does not have."""
    for each in example.conditions:
        place: Path = ("vilkaar", each.id, "vurdering", "konklusjon")
        if "vurdering" in each.required and each.condition.parts:
            yield Mutant(each.id, ((place, "Alt taler for dette."),), "LG110", place)


@kind("LG114", each=1)
def source_unknown(example: Example) -> Iterator[Mutant]:
    """A condition rests on a source that is not in the file's list."""
    for each in example.conditions:
        for index, name in enumerate(example.get("vilkaar", each.id, "kilder") or ()):
            place: Path = ("vilkaar", each.id, "kilder", index)
            yield Mutant(f"{each.id}: {name}", ((place, f"{name}x"),), "LG114", place, frozenset({"kilde"}))


@kind("LG114", each=1)
def source_removed(example: Example) -> Iterator[Mutant]:
    """A source that conditions rest on is taken out of the file's list."""
    for each in example.conditions:
        for index, name in enumerate(example.get("vilkaar", each.id, "kilder") or ()):
            place: Path = ("vilkaar", each.id, "kilder", index)
            yield Mutant(f"{each.id}: {name}", ((("kilder", name), DROP),), "LG114", place, frozenset({"kilde"}))


@kind("LG113", each=1)
def source_undated(example: Example) -> Iterator[Mutant]:
    """A source without its date."""
    for number, name in enumerate(example.get("kilder") or ()):
        place: Path = ("kilder", name, "dato")
        yield Mutant(name, ((place, (DROP, None)[number % 2]),), "LG113", place)


@kind("LG111", each=1)
def source_of_wrong_kind(example: Example) -> Iterator[Mutant]:
    """A source of a kind that the scheme does not know, or a fact that leans on the wrong kind of source."""
    for number, name in enumerate(example.get("kilder") or ()):
        place: Path = ("kilder", name, "hva")
        yield Mutant(name, ((place, ("rykte", "avisartikkel", "Nav")[number % 3]),), "LG111", place)
    place = ("opplysninger", "arbeidsevnevurdering", "kilde")
    others = [name for name, source in (example.get("kilder") or {}).items() if source["hva"] == "samtale"]
    if example.get(*place) and others:
        yield Mutant(f"aev: {others[0]}", ((place, others[0]),), "LG111", place)


@kind("LG204", libraries=("expired-reasons",))
def reason_expired(example: Example) -> Iterator[Mutant]:
    """The office's own version of a reason has run out before the letter's day."""
    for _, place, name in _named(example):
        yield Mutant(name, (), "LG204", place, frozenset({"regel"}), library="expired-reasons")


@kind("LG405", libraries=OVER_AND_DONE)
def law_not_in_force(example: Example) -> Iterator[Mutant]:
    """A reason rests on a provision that is repealed by the letter's day, or that nobody has read."""
    for number, (_, place, name) in enumerate(_named(example)):
        block = example.case.scheme.block(name, example.case.day)
        if block and block.head.law.basis:
            library = OVER_AND_DONE[(number + example.number) % 2]
            yield Mutant(f"{name}: {library}", (), "LG405", place, frozenset({"regel"}), library=library)


@kind("LG406", warns=True, libraries=("law-rewritten",))
def law_changed_since(example: Example) -> Iterator[Mutant]:
    """The provision got its wording after the letter's day: a warning at the condition that rests on it."""
    seen: set[str] = set()
    for each in example.conditions:
        basis = {id for block in each.blocks for id in block.head.law.ids}
        if basis - seen:
            yield Mutant(each.id, (), "LG406", ("vilkaar", each.id), library="law-rewritten")
        seen |= basis


def _closes(example: Example) -> bool:
    return "frist" in example.case.letter_type.closing


@kind("LG415", each=1, libraries=("other-appeal-body",))
def appeal_body_wrong(example: Example) -> Iterator[Mutant]:
    """The office's own text leads the complaint to the body of another act."""
    if _closes(example):
        yield Mutant("overlay", (), "LG415", (), library="other-appeal-body")


@kind("LG408", each=1, libraries=("no-time-limit",))
def closing_without_time_limit(example: Example) -> Iterator[Mutant]:
    """The office's own text on complaints does not say when."""
    if _closes(example):
        yield Mutant("overlay", (), "LG408", (), library="no-time-limit")


@kind("LG409", each=1, libraries=("no-law-sentence",))
def law_sentence_gone(example: Example) -> Iterator[Mutant]:
    """The office's own running text names no law the decision rests on."""
    if example.case.letter_type.is_decision:
        yield Mutant("overlay", (), "LG409", (), library="no-law-sentence")
