from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from index.training import packing
from index.training.packing import Pack, PairSet, Side, pack, shrunk
from index.training.sources import TrainingDataError
from tests.index.packs import A, B, C, lettered, packed

GROUPS = [("a", "bc", "甲"), ("ab", "c", "乙"), ("c", "ba", "甲")]


def tiny() -> Pack:
    return packed({"asked": GROUPS, "weak": [("a", "b", "甲")]}, ["ab", "c"])


def rows(side: Side) -> list[list[int]]:
    return [side[place].tolist() for place in range(len(side))]


def test_paragraphs_and_both_sides_are_cut_into_pieces() -> None:
    held = tiny()
    assert held.text.tolist() == [A, B, 3, C, 3]
    assert rows(held.sets["asked"].left) == [[A], [A, B], [C]]
    assert rows(held.sets["asked"].right) == [[B, C], [C], [B, A]]


def test_pairs_of_one_group_have_one_number() -> None:
    assert tiny().sets["asked"].groups.tolist() == [0, 1, 0]


def test_no_side_keeps_more_than_the_longest() -> None:
    held = packed({"asked": [("abc", "cba", "甲")]}, ["abc"], longest=2)
    assert (rows(held.sets["asked"].left), rows(held.sets["asked"].right)) == ([[A, B]], [[C, B]])
    assert held.text.tolist() == [A, B, C, 3]


def test_a_set_without_pairs_and_a_paragraph_without_pieces_are_no_trouble() -> None:
    held = packed({"asked": []}, ["", "a"])
    assert (len(held.sets["asked"]), len(held.sets["asked"].left), held.text.tolist()) == (0, 0, [A, 3])


def test_what_was_packed_is_told() -> None:
    said: list[str] = []
    pack(lettered(), ["ab", "c"], {"asked": GROUPS}, 128, said.append)
    assert said == ["text: 5 pieces", "asked: 3 pairs, 9 pieces"]


def test_a_pack_is_read_as_it_was_written(tmp_path: Path) -> None:
    tiny().save(tmp_path / "new" / "pack.npz")
    assert [path.name for path in (tmp_path / "new").iterdir()] == ["pack.npz"]
    one, two = tiny(), Pack.load(tmp_path / "new" / "pack.npz")
    assert (one.tokenizer, one.fingerprint) == (two.tokenizer, two.fingerprint)
    assert one.text.tolist() == two.text.tolist()
    assert list(two.sets) == ["asked", "weak"]
    for name, held in two.sets.items():
        assert rows(held.left) == rows(one.sets[name].left)
        assert rows(held.right) == rows(one.sets[name].right)
        assert held.groups.tolist() == one.sets[name].groups.tolist()
    assert two.text.dtype == two.sets["asked"].left.pieces.dtype == np.uint16


def with_set(change: Callable[[PairSet], PairSet]) -> Pack:
    held = tiny()
    return replace(held, sets={**held.sets, "asked": change(held.sets["asked"])})


@pytest.mark.parametrize(
    "other",
    [
        replace(tiny(), tokenizer=tiny().tokenizer + " "),
        replace(tiny(), text=tiny().text[:-1]),
        replace(tiny(), sets={"asked": tiny().sets["asked"]}),
        replace(tiny(), sets={**tiny().sets, "context": tiny().sets["weak"]}),
        with_set(lambda held: replace(held, left=replace(held.left, pieces=held.left.pieces[::-1]))),
        with_set(lambda held: replace(held, left=replace(held.left, ends=np.array([2, 3, 4])))),
        with_set(lambda held: replace(held, right=held.left)),
        with_set(lambda held: replace(held, groups=np.array([0, 1, 1]))),
    ],
)
def test_the_fingerprint_changes_with_any_content(other: Pack) -> None:
    assert other.fingerprint != tiny().fingerprint


def test_the_fingerprint_does_not_hang_on_the_order_of_the_sets() -> None:
    assert replace(tiny(), sets=dict(reversed(list(tiny().sets.items())))).fingerprint == tiny().fingerprint


def test_a_shrunk_pack_has_blocks_of_the_text_in_their_order() -> None:
    text = np.repeat(np.arange(10, dtype=np.uint16), 4096)
    held = replace(tiny(), text=text)
    found = shrunk(held, 0.7)
    kept = found.text[::4096].tolist()
    assert len(set(kept)) == 7
    assert kept == sorted(kept)
    assert found.text.tolist() == np.repeat(kept, 4096).tolist()
    assert shrunk(held, 0.7).text.tolist() == found.text.tolist()


def test_a_shrunk_pack_has_a_share_of_the_large_sets_and_all_of_the_small(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(packing, "_LARGE", 2)
    held = tiny()
    found = shrunk(held, 2 / 3)
    whole = list(
        zip(*(rows(side) for side in (held.sets["asked"].left, held.sets["asked"].right)), strict=True)
    )
    left, right = found.sets["asked"].left, found.sets["asked"].right
    kept = [whole.index(pair) for pair in zip(rows(left), rows(right), strict=True)]
    assert len(kept) == 2
    assert kept == sorted(kept)
    assert found.sets["asked"].groups.tolist() == held.sets["asked"].groups[kept].tolist()
    assert found.sets["weak"] is held.sets["weak"]


def test_a_pack_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(TrainingDataError, match=r"找不到训练包 .*none\.npz。请先运行"):
        Pack.load(tmp_path / "none.npz")


def cut_off(path: Path) -> None:
    whole = path.read_bytes()
    path.write_bytes(whole[: len(whole) // 2])


def overwritten(path: Path) -> None:
    whole = bytearray(path.read_bytes())
    for place in range(200, len(whole) // 2):
        whole[place] ^= 255
    path.write_bytes(whole)


def of_another_kind(path: Path) -> None:
    np.savez(path, other=np.zeros(1))


def one_array(path: Path) -> None:
    with path.open("wb") as file:
        np.save(file, np.zeros(1))


@pytest.mark.parametrize(
    "damage",
    [cut_off, overwritten, of_another_kind, one_array, Path.touch, lambda path: path.write_text("x")],
)
def test_a_pack_that_is_damaged_or_none_is_refused(damage: Callable[[Path], object], tmp_path: Path) -> None:
    path = tmp_path / "pack.npz"
    tiny().save(path)
    if damage is Path.touch:
        path.unlink()
    damage(path)
    with pytest.raises(TrainingDataError, match="读不出来，请重新生成"):
        Pack.load(path)


def test_a_pack_of_some_sets_has_them_and_all_of_the_text() -> None:
    held = tiny()
    name, *_ = held.sets
    some = held.only([name, "none of its sets"])
    assert list(some.sets) == [name]
    assert some.sets[name] is held.sets[name]
    assert (some.tokenizer, some.text.tolist()) == (held.tokenizer, held.text.tolist())
    assert held.only(held.sets).fingerprint == held.fingerprint
    assert held.only(()).fingerprint != held.fingerprint
