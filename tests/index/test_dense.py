from pathlib import Path

import pytest

from index.dense import Dense
from index.encoder import Vectors
from tests.index.fakes import HandEncoder

VECTORS = {"东": [1.0, 0.0], "北": [0.0, 1.0], "东北": [0.6, 0.8], "西": [-1.0, 0.0]}
ENCODER = HandEncoder(VECTORS)


def quiet(_: int) -> None:
    pass


def vector(text: str) -> Vectors:
    vectors = ENCODER.encode([text])
    return vectors.reshape(2)


@pytest.fixture(name="index")
def built() -> Dense:
    return Dense.build(list(VECTORS), ENCODER, quiet)


def test_the_nearest_windows_come_first_with_their_cosines(index: Dense) -> None:
    found = index.search(vector("东"), 10)
    assert [row for row, _ in found] == [0, 2, 1, 3]
    assert [cosine for _, cosine in found] == pytest.approx([1.0, 0.6, 0.0, -1.0])


def test_no_more_than_k_windows_are_found(index: Dense) -> None:
    assert [row for row, _ in index.search(vector("北"), 2)] == [1, 2]


def test_a_restriction_to_rows_drops_the_others_and_keeps_the_cosines(index: Dense) -> None:
    found = index.search(vector("东"), 10, [3, 2])
    assert [row for row, _ in found] == [2, 3]
    assert [cosine for _, cosine in found] == pytest.approx([0.6, -1.0])


def test_a_restriction_to_no_rows_finds_nothing(index: Dense) -> None:
    assert index.search(vector("东"), 10, []) == []


def test_an_empty_index_finds_nothing() -> None:
    index = Dense.build([], ENCODER, quiet)
    assert index.search(vector("东"), 10) == []
    assert index.search(vector("东"), 10, []) == []


def test_the_dimension_is_that_of_the_encoder() -> None:
    assert Dense.build([], HandEncoder({}, dimension=7), quiet).dimension == 7


def test_a_saved_index_finds_the_same_when_loaded(index: Dense, tmp_path: Path) -> None:
    index.save(tmp_path / "windows.faiss")
    loaded = Dense.load(tmp_path / "windows.faiss")
    assert loaded.dimension == 2
    assert loaded.search(vector("东北"), 10) == index.search(vector("东北"), 10)


def test_rows_keep_their_numbers_over_batches_and_advance_hears_of_each_batch() -> None:
    heard: list[int] = []
    texts = ["西"] * 64 + ["东"] + ["西"] * 64
    index = Dense.build(texts, ENCODER, heard.append)
    assert heard == [64, 64, 1]
    assert [row for row, _ in index.search(vector("东"), 1)] == [64]
