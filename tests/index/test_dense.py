from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest

from index.dense import Dense
from index.encoder import Vectors
from tests.index.fakes import HandEncoder

VECTORS = {"东": [1.0, 0.0], "北": [0.0, 1.0], "东北": [0.6, 0.8], "西": [-1.0, 0.0]}
ENCODER = HandEncoder(VECTORS)
# Rounding to bytes: vectors of at most unit length, residuals in a range of at most 4 cut into 255 steps.
ROUNDING = 0.02


def quiet(_: int) -> None:
    pass


def vector(text: str) -> Vectors:
    vectors = ENCODER.encode([text])
    return vectors.reshape(2)


def unit(count: int) -> Vectors:
    rows = np.random.default_rng(7).standard_normal((count, 32), dtype=np.float32)
    vectors: Vectors = rows / np.linalg.norm(rows, axis=1, keepdims=True)
    return vectors


def built_from(rows: Vectors, exact_up_to: int = 100, target: float = 0.98) -> Dense:
    """The vector of a text is the row of that number."""

    def encode(texts: Sequence[str]) -> Vectors:
        return rows[[int(text) for text in texts]]

    texts = [str(number) for number in range(len(rows))]
    return Dense.build(texts, encode, quiet, exact_up_to, target)


ROWS = unit(2_000)
QUESTION = unit(2_001)[-1]


@pytest.fixture(name="index", params=[4, 3], ids=["flat", "ivf-sq8"])
def built(request: pytest.FixtureRequest) -> Dense:
    return Dense.build(list(VECTORS), ENCODER.encode, quiet, exact_up_to=request.param)


@pytest.fixture(name="inverted", scope="module")
def built_inverted() -> Dense:
    return built_from(ROWS)


def test_the_nearest_windows_come_first_with_their_cosines(index: Dense) -> None:
    found = index.search(vector("东"), 10)
    assert [row for row, _ in found] == [0, 2, 1, 3]
    assert [cosine for _, cosine in found] == pytest.approx([1.0, 0.6, 0.0, -1.0], abs=ROUNDING)


def test_no_more_than_k_windows_are_found(index: Dense) -> None:
    assert [row for row, _ in index.search(vector("北"), 2)] == [1, 2]


def test_a_restriction_to_rows_drops_the_others_and_keeps_the_cosines(index: Dense) -> None:
    found = index.search(vector("东"), 10, [3, 2])
    assert [row for row, _ in found] == [2, 3]
    assert [cosine for _, cosine in found] == pytest.approx([0.6, -1.0], abs=ROUNDING)


def test_no_more_than_k_of_the_rows_are_found(index: Dense) -> None:
    assert [row for row, _ in index.search(vector("东"), 1, [3, 1, 2])] == [2]


def test_a_restriction_may_be_an_array_and_a_row_given_twice_is_found_once(index: Dense) -> None:
    rows = np.array([3, 2, 3], dtype=np.int64)
    assert index.search(vector("东"), 10, rows) == index.search(vector("东"), 10, [2, 3])


def test_a_restriction_to_no_rows_finds_nothing(index: Dense) -> None:
    assert index.search(vector("东"), 10, []) == []
    assert index.search(vector("东"), 10, np.array([], dtype=np.int64)) == []


def test_a_restriction_to_a_row_that_is_not_there_is_an_error(index: Dense) -> None:
    with pytest.raises(IndexError):
        index.search(vector("东"), 10, [4])


def test_an_empty_index_finds_nothing() -> None:
    index = Dense.build([], ENCODER.encode, quiet, exact_up_to=0)
    assert index.search(vector("东"), 10) == []
    assert index.search(vector("东"), 10, []) == []
    assert (index.kind, index.recall) == ("flat", 1.0)


def test_the_dimension_is_that_of_the_encoder(index: Dense) -> None:
    assert index.dimension == 2
    assert Dense.build([], HandEncoder({}, dimension=7).encode, quiet).dimension == 7


def test_a_saved_index_finds_the_same_when_loaded(index: Dense, tmp_path: Path) -> None:
    index.save(tmp_path / "windows.faiss")
    loaded = Dense.load(tmp_path / "windows.faiss")
    assert loaded.dimension == 2
    assert loaded.search(vector("东北"), 10) == index.search(vector("东北"), 10)


@pytest.mark.parametrize("exact_up_to", [129, 128])
def test_rows_keep_their_numbers_over_batches_and_advance_hears_of_each_batch(exact_up_to: int) -> None:
    heard: list[int] = []
    texts = ["西"] * 64 + ["东"] + ["西"] * 64
    index = Dense.build(texts, ENCODER.encode, heard.append, exact_up_to)
    assert heard == [64, 64, 1]
    assert [row for row, _ in index.search(vector("东"), 1, range(129))] == [64]


def test_search_is_exact_up_to_the_size_asked_for_and_approximate_above_it() -> None:
    exact, above = built_from(ROWS[:100]), built_from(ROWS[:101])
    assert (exact.kind, exact.recall, exact.probes) == ("flat", 1.0, None)
    assert above.kind == "ivf-sq8"


def test_enough_lists_are_probed_for_the_recall_that_is_wanted(inverted: Dense) -> None:
    assert inverted.recall is not None
    assert inverted.recall >= 0.98
    # There are 50 lists: each takes 40 of the 2,000 windows to train.
    assert inverted.probes in {1, 2, 4, 8, 16, 32, 50}
    fewer = built_from(ROWS, target=inverted.recall - 0.1)
    assert (fewer.probes or 50) < (inverted.probes or 0)
    assert inverted.recall > (fewer.recall or 1.0) >= inverted.recall - 0.1


@pytest.mark.parametrize(("target", "probes"), [(0.0, 1), (1.1, 50)])
def test_one_list_is_probed_at_least_and_all_at_most(target: float, probes: int) -> None:
    assert built_from(ROWS, target=target).probes == probes


def test_recall_holds_for_questions_that_it_was_not_measured_on() -> None:
    index = built_from(ROWS, target=0.8)
    assert (index.probes or 50) < 50
    noise = np.random.default_rng(8).standard_normal(ROWS.shape, dtype=np.float32)
    shared = 0
    for question in ROWS + noise / 2 / np.linalg.norm(noise, axis=1, keepdims=True):
        nearest = set(np.argsort(-(ROWS @ question))[:10].tolist())
        shared += len(nearest & {row for row, _ in index.search(question, 10)})
    assert shared / 20_000 == pytest.approx(index.recall, abs=0.03)


def test_windows_that_are_the_same_count_as_each_other() -> None:
    index = built_from(np.tile(ROWS[:100], (20, 1)), target=1.0)
    # Of each vector there are 20: which ten are found is chance, and every one is right.
    assert index.recall == 1.0


def test_a_saved_index_keeps_its_kind_and_its_probes_and_leaves_recall_to_others(
    inverted: Dense, tmp_path: Path
) -> None:
    inverted.save(tmp_path / "windows.faiss")
    loaded = Dense.load(tmp_path / "windows.faiss")
    assert (loaded.kind, loaded.probes, loaded.recall) == ("ivf-sq8", inverted.probes, None)
    assert loaded.search(QUESTION, 200) == inverted.search(QUESTION, 200)


def test_a_second_build_finds_the_same() -> None:
    # 49 lists are trained on 1,960 of these.
    one, other = built_from(ROWS[:1_999], target=0.8), built_from(ROWS[:1_999], target=0.8)
    assert (one.probes, one.recall) == (other.probes, other.recall)
    assert one.search(QUESTION, 200) == other.search(QUESTION, 200)


def test_a_restriction_finds_every_row_however_few_lists_are_probed() -> None:
    index = built_from(ROWS, target=0.0)
    rows = list(range(0, 2_000, 100))
    assert {row for row, _ in index.search(QUESTION, 200, rows)} == set(rows)


@pytest.mark.parametrize("exact_up_to", [2_000, 100])
def test_a_restricted_search_finds_what_numpy_finds_among_the_rows(exact_up_to: int) -> None:
    index = built_from(ROWS, exact_up_to, target=0.0)
    rows = np.arange(1, 2_000, 3)
    cosines = ROWS[rows] @ QUESTION
    best = np.argsort(-cosines)[:10]
    found = index.search(QUESTION, 10, rows)
    assert [row for row, _ in found] == rows[best].tolist()
    assert [cosine for _, cosine in found] == pytest.approx(cosines[best].tolist(), abs=0.005)
