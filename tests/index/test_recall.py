import numpy as np
import pytest

from index.encoder import Vectors
from index.recall import bars, recall, trial_queries

EAST = np.array([[1.0, 0.0]], dtype=np.float32)


def unit(count: int, dimension: int) -> Vectors:
    rows = np.random.default_rng(7).standard_normal((count, dimension), dtype=np.float32)
    vectors: Vectors = rows / np.linalg.norm(rows, axis=1, keepdims=True)
    return vectors


def column(values: list[float]) -> Vectors:
    return np.array([[value, 0.0] for value in values], dtype=np.float32)


def test_the_bar_is_the_cosine_of_the_tenth_nearest() -> None:
    hundredths = [0.05, 0.12, 0.01, 0.08, 0.02, 0.11, 0.03, 0.1, 0.04, 0.09, 0.06, 0.07]
    assert bars(EAST, column(hundredths)) == pytest.approx([0.03])


def test_of_fewer_than_ten_vectors_the_bar_is_the_last() -> None:
    assert bars(EAST, column([0.5, -0.25, 1.0])) == pytest.approx([-0.25])


def test_every_query_has_its_own_bar() -> None:
    queries = np.array([[1.0, 0.0], [-1.0, 0.0]], dtype=np.float32)
    assert bars(queries, column([0.5, 0.25])) == pytest.approx([0.25, -0.5])


@pytest.mark.parametrize("turned", [False, True])
def test_the_nearest_are_found_in_whichever_block_they_lie(turned: bool) -> None:
    values = [place / 40_000 for place in range(40_000)]
    values[0], values[20_000] = 3.0, 2.0
    # The ten nearest: 3, 2, and 39,999 down to 39,992 forty-thousandths.
    vectors = column(values[::-1] if turned else values)
    assert bars(EAST, vectors) == pytest.approx([39_992 / 40_000], abs=1e-7)


def test_recall_is_the_share_of_found_rows_that_reach_the_bar() -> None:
    vectors = column([0.9, 0.8, 0.7, 0.6])
    found = np.array([[0, 1, 3]])
    assert recall(EAST, vectors, found, np.array([0.7], dtype=np.float32)) == pytest.approx(2 / 3)


def test_an_equal_vector_counts_as_well_as_the_one_that_exact_search_would_name() -> None:
    vectors = column([0.9, 0.5, 0.5, 0.5])
    assert recall(EAST, vectors, np.array([[0, 3]]), np.array([0.5], dtype=np.float32)) == 1.0


def test_a_row_that_was_not_found_does_not_count_though_the_last_vector_would() -> None:
    vectors = column([0.1, 0.9])
    assert recall(EAST, vectors, np.array([[1, -1]]), np.array([0.1], dtype=np.float32)) == 0.5


def test_trial_queries_are_200_unit_vectors_and_the_same_each_time() -> None:
    vectors = unit(300, 64)
    queries = trial_queries(vectors)
    assert queries.shape == (200, 64)
    assert queries.dtype == np.float32
    assert np.linalg.norm(queries, axis=1) == pytest.approx(np.ones(200), abs=1e-6)
    assert np.array_equal(queries, trial_queries(vectors))


def test_a_trial_query_lies_near_its_vector_but_not_on_it() -> None:
    vectors = unit(300, 64)
    nearest = (trial_queries(vectors) @ vectors.T).max(axis=1)
    # Noise of length 1/2 turns a unit vector by no more than 30 degrees.
    assert nearest.min() > 0.866
    assert nearest.max() < 0.98


def test_of_few_vectors_each_gives_one_query() -> None:
    assert trial_queries(unit(3, 8)).shape == (3, 8)
