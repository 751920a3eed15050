from benchmarks.public.sign_pairs import PAIRS, read_pairs


def test_each_pair_has_a_verdict_its_source_and_one_half_for_each_mark() -> None:
    pairs = read_pairs(PAIRS)
    assert {pair.verdict for pair in pairs} == {"similar", "not"}
    assert {pair.confidence for pair in pairs} == {"read", "recalled"}
    assert all(pair.source and pair.goods for pair in pairs)
    halves = {(pair.mark.casefold(), pair.half) for pair in pairs}
    assert len(halves) == len({mark for mark, _ in halves})
