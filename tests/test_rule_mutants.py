"""The examples of the rules notice nearly every small damage to them; the few they cannot notice are told of."""

from tests.rule_mutants import ENOUGH, all_survivors, known_survivors


def test_examples_notice_what_is_changed_in_their_rule() -> None:
    """`make mutate-rules` shows which change, in which rule."""
    total, alive = 0, {}
    for code, count, survivors in all_survivors():
        total += count
        alive[code] = set(survivors)
    known = {code: set(changes) for code, changes in known_survivors().items()}
    assert {code: changes for code, changes in alive.items() if changes - known.get(code, set())} == {}
    assert {code: changes for code, changes in known.items() if changes - alive[code]} == {}
    assert sum(map(len, alive.values())) <= (1 - ENOUGH) * total
