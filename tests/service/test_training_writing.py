from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path

import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st

from index.training.packing import Pair, PairSet
from index.training.sources import TrainingDataError
from service.training.network import laid_out, loss_of
from service.training.recipe import Writing
from service.training.writing import Chosen, Rows, WritingStage, batches, example_of
from tests.index.packs import LETTERS
from tests.service.written import SOURCE, ids, network, packed, small
from tests.stages import cut_off, done, same

ONCE = Writing(passes={"asked": 1}, pieces=64, rate=1e-2)


def sets_of(*sources: Sequence[str]) -> Mapping[str, PairSet]:
    """A set of sources, the first of each, with the texts written from them."""
    pairs: list[Pair] = [(f"<问>{text}", source, source) for source, *texts in sources for text in texts]
    return packed({"asked": pairs}).sets


def taken(found: Sequence[Chosen]) -> Counter[int]:
    """How often each pair is gone through."""
    return Counter(row for batch in found for rows in batch.examples for row in rows)


def size(pairs: PairSet, examples: Sequence[Rows]) -> int:
    """Pieces of a batch, padding counted."""
    return len(examples) * max(len(example_of(pairs, rows)) for rows in examples)


def test_an_example_is_a_source_with_what_is_written_from_it() -> None:
    pairs = sets_of(["abc", "d", "ef"])["asked"]
    example = example_of(pairs, (1, 0))
    assert example.source.tolist() == ids("abc").tolist()
    assert [text.tolist() for text in example.written] == [ids("<问>ef").tolist(), ids("<问>d").tolist()]


def test_all_that_is_written_from_a_source_is_one_example() -> None:
    found = batches(sets_of(["abc", "d", "e", "f"], ["bcd", "e"]), ONCE, 1)
    examples = [sorted(rows) for batch in found for rows in batch.examples]
    assert sorted(examples) == [[0, 1, 2], [3]]


def test_the_texts_of_a_source_take_turns_at_being_first() -> None:
    found = batches(sets_of(["abc", *LETTERS[:6]]), replace(ONCE, passes={"asked": 8}), 1)
    orders = {rows for batch in found for rows in batch.examples}
    assert {tuple(sorted(rows)) for rows in orders} == {(0, 1, 2, 3, 4, 5)}
    assert len(orders) > 4


@pytest.mark.parametrize(
    ("passes", "times"), [(1, {1: 16}), (1.5, {2: 8, 1: 8}), (0.25, {1: 4}), (2, {2: 16})]
)
def test_a_part_of_a_pass_goes_through_a_part_of_the_sources(passes: float, times: dict[int, int]) -> None:
    sets = sets_of(*([LETTERS[n : n + 3], "x", "y"] for n in range(8)))
    found = batches(sets, replace(ONCE, passes={"asked": passes}), 1)
    assert Counter(taken(found).values()) == times
    # The two texts of a source are gone through together.
    assert all(taken(found)[row] == taken(found)[row + 1] for row in range(0, 16, 2))


def test_a_set_that_is_not_asked_for_is_not_gone_through() -> None:
    found = batches(small().sets, replace(ONCE, passes={"titled": 1}), 1)
    assert {batch.name for batch in found} == {"titled"}
    assert taken(found) == Counter(range(10))


def test_a_batch_is_of_one_set_and_the_sets_are_mixed() -> None:
    recipe = replace(ONCE, pieces=30, passes={"asked": 3, "titled": 3})
    names = [batch.name for batch in batches(small().sets, recipe, 1)]
    assert set(names) == {"asked", "titled"}
    assert names not in (sorted(names), sorted(names, reverse=True))


def test_a_source_of_no_pieces_or_a_mark_alone_is_left_out() -> None:
    pairs: list[Pair] = [("<问>a", "b", "1"), ("<问>", "c", "2"), ("<问>d", "", "3"), ("<问>e", "f", "4")]
    assert taken(batches(packed({"asked": pairs}).sets, ONCE, 1)) == {0: 1, 3: 1}


def test_examples_of_like_length_are_in_one_batch() -> None:
    # Six take 6 pieces each, two 30 each: with room for 60 the long ones are together.
    sets = sets_of(*([LETTERS[n], "x"] for n in range(6)), ["a" * 25, "x"], ["b" * 25, "x"])
    found = batches(sets, replace(ONCE, pieces=60), 1)
    assert sorted(sorted(rows for (rows,) in batch.examples) for batch in found) == [
        [0, 1, 2, 3, 4, 5],
        [6, 7],
    ]


def test_padding_counts_in_a_batch() -> None:
    # Examples of 6, 6 and 12 pieces: with room for 24, two of 6 are one batch, since three would take 36.
    sets = sets_of(["a", "x"], ["b", "x"], ["c" * 7, "x"])
    found = batches(sets, replace(ONCE, pieces=24), 1)
    assert sorted(sorted(rows for (rows,) in batch.examples) for batch in found) == [[0, 1], [2]]


@pytest.mark.parametrize(("letters", "sizes"), [(109, [1, 2]), (110, [1, 1, 1])])
def test_what_makes_an_example_too_long_is_another_one_of_the_same_source(
    letters: int, sizes: list[int]
) -> None:
    # Of 320 pieces a source of 100 leaves 220: two texts of 109 letters and a mark fill it.
    pairs = sets_of(["a" * 100, "b" * letters, "c" * letters, "d" * letters])
    found = batches(pairs, replace(ONCE, pieces=1000), 1)
    assert sorted(len(rows) for batch in found for rows in batch.examples) == sizes
    assert taken(found) == {0: 1, 1: 1, 2: 1}


source = st.text("abc", min_size=1, max_size=120)
text = st.text("xyz", min_size=1, max_size=120)


@settings(deadline=None, max_examples=60)
@given(
    st.dictionaries(source, st.lists(text, min_size=1, max_size=9), min_size=1, max_size=9),
    st.sampled_from([0.5, 1, 2.5]),
    st.integers(1, 600),
)
def test_nothing_is_longer_than_allowed_and_nothing_is_lost(
    sources: dict[str, list[str]], passes: float, pieces: int
) -> None:
    sets = sets_of(*([name, *texts] for name, texts in sources.items()))
    found = batches(sets, Writing({"asked": passes}, pieces, 1.0), 1)
    pairs = sets["asked"]
    for batch in found:
        assert len(batch.examples) == 1 or size(pairs, batch.examples) <= pieces
        for rows in batch.examples:
            assert len({int(pairs.groups[row]) for row in rows}) == 1
            length = len(pairs.right[rows[0]]) + sum(len(pairs.left[row]) for row in rows)
            assert len(rows) == 1 or length <= 320
    shares = Counter(int(pairs.groups[row]) for row, times in taken(found).items() for _ in range(times))
    sizes = {place: len(texts) for place, texts in enumerate(sources.values())}
    times = {place: shares[place] / count for place, count in sizes.items()}
    assert set(times.values()) <= {int(passes), int(passes) + 1}
    assert sum(times.values()) == int(passes) * len(sources) + round(passes % 1 * len(sources))


def test_the_same_seed_gives_the_same_batches_and_another_one_others() -> None:
    recipe = replace(ONCE, pieces=30, passes={"asked": 2, "titled": 1})
    assert batches(small().sets, recipe, 5) == batches(small().sets, recipe, 5)
    assert batches(small().sets, recipe, 5) != batches(small().sets, recipe, 6)


def test_a_set_that_is_not_in_the_pack_is_named() -> None:
    with pytest.raises(TrainingDataError, match="没有配方要的配对集 letters、words，请重新生成训练包"):
        batches(small().sets, replace(ONCE, passes={"words": 1, "asked": 1, "letters": 1}), 1)


def staged(passes: float = 2, seed: int = 1) -> WritingStage:
    recipe = Writing({"asked": passes, "titled": passes / 2}, pieces=60, rate=1e-2)
    return WritingStage(network(), small().sets, recipe, SOURCE, seed)


def test_a_step_learns_from_its_batch() -> None:
    stage, sets = staged(), small().sets
    chosen = batches(sets, Writing({"asked": 2, "titled": 1}, pieces=60, rate=1e-2), 1)[0]
    examples = [example_of(sets[chosen.name], rows) for rows in chosen.examples]
    with torch.no_grad():
        expected = loss_of(stage.network, laid_out(examples, SOURCE, torch.device("cpu"))).item()
    step = stage.step(0)
    assert step.name == chosen.name
    assert step.loss == pytest.approx(expected, abs=1e-5)


def test_the_loss_falls(tmp_path: Path) -> None:
    stage = staged(passes=20)
    done(stage, tmp_path, every=1e9)
    lines = (tmp_path / "stage.tsv").read_text(encoding="utf-8").splitlines()
    losses = [float(line.split("\t")[2]) for line in lines]
    assert len(losses) == len(stage)
    assert sum(losses[-10:]) < 0.5 * sum(losses[:10])


def test_cut_off_and_gone_on_with_gives_bit_for_bit_what_it_gives_unbroken(tmp_path: Path) -> None:
    whole, _ = done(staged(), tmp_path / "whole")
    steps = len(staged())
    assert steps > 4
    for number in (1, 2, 4):
        cut_off(staged(), number, tmp_path / "broken")
    broken, said = done(staged(), tmp_path / "broken")
    assert said[0] == f"stage: goes on after step 4 of {steps}"
    assert same(broken, whole)
    assert not same(done(staged(seed=2), tmp_path / "other")[0], whole)
