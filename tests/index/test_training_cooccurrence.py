from math import log
from pathlib import Path

import pytest
import torch

from index.training.cooccurrence import Neighbours, counted, information, kept, vectors
from index.training.packing import Pack
from tests.index.packs import VOCABULARY, A, B, C, ids, packed

EVEN = Neighbours(reach=2, smoothing=1.0, commonness=1 / 3)


def count(text: str, reach: int) -> torch.Tensor:
    return counted(torch.from_numpy(ids(text).astype("int64")), VOCABULARY, reach, lambda line: None)


def made(text: str, dimension: int = 8, recipe: Neighbours = EVEN) -> torch.Tensor:
    return vectors(ids(text), VOCABULARY, dimension, recipe, lambda line: None)


def alike(rows: torch.Tensor, one: str, other: str) -> float:
    left, right = (rows[ids(letter)[0]] for letter in (one, other))
    return float(torch.nn.functional.cosine_similarity(left, right, dim=0))


def test_neighbours_in_a_paragraph_are_counted_both_ways_the_nearer_the_more() -> None:
    # a b and b c are 1 apart, twice and once; a c are 2 apart, which counts half; c a are parted.
    table = count("abc.ab.", reach=2)
    assert table[A : C + 1, A : C + 1].tolist() == [[0, 2, 0.5], [2, 0, 1], [0.5, 1, 0]]
    assert table.sum() == 7


def test_the_reach_bounds_what_is_beside() -> None:
    assert count("abc", reach=1)[A, C] == 0
    # 3 of a reach of 3 apart counts a third.
    assert count("abca", reach=3)[A, A] == pytest.approx(2 / 3)


def test_marks_are_nobody_s_neighbours() -> None:
    assert count("a.b", reach=2).sum() == 0


def test_information_is_the_log_of_seen_over_expected_never_below_0() -> None:
    found = information(count("abc.ab.", reach=2), smoothing=1.0)
    # Of 7 in all, a has 2.5, b 3 and c 1.5: a c is expected 2.5 * 1.5 / 7 = 0.54 times and seen 0.5.
    expected = [[0, log(2 * 7 / 7.5), 0], [log(2 * 7 / 7.5), 0, log(7 / 4.5)], [0, log(7 / 4.5), 0]]
    assert torch.allclose(found[A : C + 1, A : C + 1], torch.tensor(expected), atol=1e-5)


def test_smoothing_makes_rare_neighbours_tell_less() -> None:
    found = information(count("abc.ab.", reach=2), smoothing=0.5)
    shares = [2.5**0.5, 3**0.5, 1.5**0.5]
    assert float(found[A, B]) == pytest.approx(log(2 / (2.5 * shares[1] / sum(shares))), abs=1e-5)
    assert float(found[B, C]) == pytest.approx(log(1 / (3 * shares[2] / sum(shares))), abs=1e-5)


def test_pieces_of_the_same_neighbours_have_like_vectors() -> None:
    rows = made("xay.xby.pcq.pdq." * 3)
    assert alike(rows, "a", "b") == pytest.approx(1, abs=1e-4)
    assert alike(rows, "c", "d") == pytest.approx(1, abs=1e-4)
    assert alike(rows, "a", "c") == pytest.approx(0, abs=1e-4)


def test_the_commoner_a_piece_the_shorter_its_vector() -> None:
    lengths = made("abc.ab").norm(dim=1)
    # a is 2 of 6 pieces, as much as the commonness: half. c is 1 of 6: (1/3) / (1/3 + 1/6).
    assert float(lengths[A]) == pytest.approx(1 / 2, abs=1e-5)
    assert float(lengths[C]) == pytest.approx(2 / 3, abs=1e-5)


def test_a_piece_that_stands_nowhere_has_no_vector() -> None:
    assert made("abc.ab")[ids("z")[0]].tolist() == [0.0] * 8


def test_a_dimension_above_the_vocabulary_is_filled_with_zeros() -> None:
    rows = made("abc.ab", dimension=VOCABULARY + 5)
    assert rows.shape == (VOCABULARY, VOCABULARY + 5)
    assert not rows[:, VOCABULARY:].any()
    assert rows[A, :VOCABULARY].norm() == pytest.approx(1 / 2, abs=1e-5)


def test_the_same_text_gives_the_same_vectors() -> None:
    text = "abcdefgh.badcfehg.hgfedcba." * 4
    assert torch.equal(made(text), made(text))


def test_every_distance_is_reported() -> None:
    said: list[str] = []
    vectors(ids("abc"), VOCABULARY, 4, EVEN, said.append)
    assert said == ["co-occurrence 1/2", "co-occurrence 2/2"]


PACK = packed({}, ["abcdef", "badcfe"])


def keep(
    work: Path, pack: Pack = PACK, dimension: int = 4, recipe: Neighbours = EVEN
) -> tuple[torch.Tensor, int]:
    """The vectors, and how many lines were told on the way to them."""
    said: list[str] = []
    return kept(pack, dimension, recipe, work, said.append), len(said)


def test_vectors_of_a_pack_are_made_once_and_lie_in_the_folder(tmp_path: Path) -> None:
    made_now, told = keep(tmp_path / "work")
    assert told == 2
    assert torch.equal(made_now, vectors(PACK.text, VOCABULARY, 4, EVEN, lambda line: None))
    (path,) = (tmp_path / "work").iterdir()
    assert path.name.startswith("vectors.")
    assert path.suffix == ".pt"
    again, told = keep(tmp_path / "work")
    assert told == 0
    assert torch.equal(again, made_now)


def test_vectors_of_another_pack_dimension_or_recipe_are_made_beside_them(tmp_path: Path) -> None:
    keep(tmp_path)
    assert keep(tmp_path, packed({}, ["abcdef", "badcfa"]))[1] == 2
    assert keep(tmp_path, dimension=5)[0].shape == (VOCABULARY, 5)
    assert keep(tmp_path, recipe=Neighbours(reach=1))[1] == 1
    assert len(list(tmp_path.iterdir())) == 4
