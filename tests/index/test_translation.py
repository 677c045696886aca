import re
from collections.abc import Callable
from math import log
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.sparse import csr_array

from corpus.errors import ModelError
from index.translation import BUNDLED, Table, Translation, bundled, likelihoods

# Questions say a and b, texts x and y; the column "" stands for no term at all.
CHANCES = ((0.25, 0.5, 0.25), (0.0, 0.0, 0.75))
COMMON = (0.5, 0.25)
# lift = 0.9 / 0.1 · chance / common, so a is 9 and 4.5 times likelier for x and y, b 27 times for y.
A_X, A_Y, B_Y = 9.0, 4.5, 27.0

TEXTS = st.lists(st.text(st.sampled_from("xyz "), max_size=12), max_size=8)


def table() -> Table:
    chances = csr_array(np.array(CHANCES, dtype=np.float32))
    return Table(("a", "b"), ("", "x", "y"), chances, np.array(COMMON, dtype=np.float32))


MODEL = Translation(table())


def scores(question: str, *texts: str) -> list[float]:
    found: list[float] = likelihoods(MODEL.lifted(question), MODEL.shares(texts)).tolist()
    return found


def test_a_saved_table_is_loaded_as_it_was(tmp_path: Path) -> None:
    table().save(tmp_path / "new" / "model.npz")
    read = Table.load(tmp_path / "new" / "model.npz")
    assert (read.asked, read.said) == (("a", "b"), ("", "x", "y"))
    assert read.chances.toarray().tolist() == [[0.25, 0.5, 0.25], [0.0, 0.0, 0.75]]
    assert read.common.tolist() == [0.5, 0.25]
    assert [array.dtype.name for array in (read.chances, read.common)] == ["float32", "float32"]


def test_a_loaded_table_gives_the_scores_of_the_saved_one(tmp_path: Path) -> None:
    table().save(tmp_path / "model.npz")
    model = Translation(Table.load(tmp_path / "model.npz"))
    assert likelihoods(model.lifted("a b"), model.shares(["x y"])).tolist() == scores("a b", "x y")


def test_a_table_with_more_columns_than_two_bytes_count_is_loaded_as_it_was(tmp_path: Path) -> None:
    said = tuple(f"x{place}" for place in range(65_540))
    chances = csr_array((np.array([0.5], dtype=np.float32), ([0], [65_539])), shape=(1, len(said)))
    Table(("a",), said, chances, np.ones(1, dtype=np.float32)).save(tmp_path / "model.npz")
    read = Table.load(tmp_path / "model.npz")
    assert (read.chances.indices.tolist(), read.said[-1]) == ([65_539], "x65539")


def cut(whole: bytes) -> bytes:
    return whole[: len(whole) // 2]


@pytest.mark.parametrize(
    "damage",
    [cut, lambda whole: b"", lambda whole: "不是模型".encode(), lambda whole: whole[:-1]],
    ids=["cut in half", "empty", "another text", "one byte short"],
)
def test_a_damaged_file_is_named_in_plain_words(tmp_path: Path, damage: Callable[[bytes], bytes]) -> None:
    path = tmp_path / "model.npz"
    table().save(path)
    path.write_bytes(damage(path.read_bytes()))
    with pytest.raises(
        ModelError, match=re.escape(f"翻译模型 {path} 读不出来，文件不全或已损坏。请重新安装。")
    ):
        Table.load(path)


def read_or_refused(path: Path) -> Table | None:
    try:
        return Table.load(path)
    except ModelError:
        return None


def test_a_file_with_one_byte_altered_is_refused_or_read_as_it_was(tmp_path: Path) -> None:
    path = tmp_path / "model.npz"
    table().save(path)
    whole = path.read_bytes()
    refused = 0
    places = range(0, len(whole), 3)
    for place in places:
        path.write_bytes(whole[:place] + bytes([whole[place] ^ 1]) + whole[place + 1 :])
        read = read_or_refused(path)
        refused += read is None
        if read:
            assert (read.asked, read.said, read.common.tolist()) == (("a", "b"), ("", "x", "y"), [0.5, 0.25])
            assert read.chances.toarray().tolist() == [list(row) for row in CHANCES]
    # What is left is dates, rights and other marks of the archive that numpy does not look at.
    assert refused > len(places) / 2


def test_a_missing_file_is_named_in_plain_words(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match=re.escape(f"翻译模型 {tmp_path / '没有.npz'} 读不出来")):
        Table.load(tmp_path / "没有.npz")


def test_a_file_with_some_of_its_arrays_only_is_refused(tmp_path: Path) -> None:
    np.savez(tmp_path / "model.npz", asked=np.array(["a", "b"]))
    with pytest.raises(ModelError, match="翻译模型"):
        Table.load(tmp_path / "model.npz")


def test_a_single_array_is_refused(tmp_path: Path) -> None:
    with (tmp_path / "model.npz").open("wb") as file:
        np.save(file, np.zeros(3))
    with pytest.raises(ModelError, match="翻译模型"):
        Table.load(tmp_path / "model.npz")


def test_a_share_is_a_term_s_part_of_all_terms_of_its_text_known_or_not() -> None:
    # z is not known, yet it is one of the four terms of the first text and one of two of the third.
    shares = MODEL.shares(["x x y z", "y", "z x", "z", ""])
    assert shares.toarray().tolist() == [[0, 0.5, 0.25], [0, 0, 1], [0, 0.5, 0], [0, 0, 0], [0, 0, 0]]


def test_the_pairs_of_characters_count_among_the_terms_of_a_text() -> None:
    chances = csr_array(np.ones((1, 2), dtype=np.float32))
    model = Translation(Table(("厂",), ("企", "企业"), chances, np.ones(1, dtype=np.float32)))
    # 企业大 gives 企, 业, 大, 企业 and 业大.
    assert model.shares(["企业大"]).toarray().ravel().tolist() == pytest.approx([0.2, 0.2])


def test_no_texts_have_no_shares_and_no_scores() -> None:
    assert MODEL.shares([]).shape == (0, 3)
    assert scores("a b") == []


@given(TEXTS)
def test_the_shares_of_a_text_make_up_at_most_the_whole_of_it(texts: list[str]) -> None:
    shares = MODEL.shares(texts).toarray()
    assert shares.shape == (len(texts), 3)
    assert (shares >= 0).all()
    assert (shares.sum(axis=1) <= 1 + 1e-6).all()


def test_a_score_is_the_mean_logarithm_of_one_and_the_lifted_shares() -> None:
    # x is half of the first text and y a quarter; the second is x alone, which never makes b.
    first = (log(1 + A_X * 0.5 + A_Y * 0.25) + log(1 + B_Y * 0.25)) / 2
    second = (log(1 + A_X) + log(1)) / 2
    assert scores("a b", "x x y z", "x") == pytest.approx([first, second], rel=1e-5)


def test_a_term_asked_twice_counts_once() -> None:
    assert scores("a a b", "x y") == scores("a b", "x y")


def test_a_term_of_the_question_that_is_not_known_counts_in_the_mean() -> None:
    assert scores("a c d", "x") == pytest.approx([log(1 + A_X) / 3], rel=1e-5)


@pytest.mark.parametrize("question", ["c d", "", "？"])
def test_a_question_of_no_known_term_scores_nothing(question: str) -> None:
    assert scores(question, "x", "y") == [0.0, 0.0]


def test_a_text_of_no_known_term_scores_nothing() -> None:
    assert scores("a b", "z", "") == [0.0, 0.0]


def test_the_column_of_no_term_makes_no_score() -> None:
    # a has a chance of 0.25 whatever the text; the background stands for that.
    assert scores("a", "z") == [0.0]


@given(TEXTS, st.sampled_from(("a", "b", "a b", "a c", "c")), st.data())
def test_the_shares_of_some_texts_give_the_scores_of_those_texts(
    texts: list[str], question: str, choice: st.DataObject
) -> None:
    places = st.lists(st.sampled_from(range(len(texts))), unique=True) if texts else st.just([])
    chosen = np.array(choice.draw(places), dtype=np.int64)
    shares = MODEL.shares(texts)
    whole = likelihoods(MODEL.lifted(question), shares)[chosen]
    np.testing.assert_allclose(likelihoods(MODEL.lifted(question), shares[chosen]), whole, rtol=1e-6)


def test_the_score_of_a_text_does_not_depend_on_the_texts_beside_it() -> None:
    assert scores("a b", "z", "x y", "y") == [0.0, *scores("a b", "x y"), *scores("a b", "y")]


@pytest.mark.parametrize(
    ("question", "answers", "other"),
    [
        ("厂子", "企业", "医疗救助"),
        ("打官司", "诉讼", "天气"),
        ("房租", "租赁", "天气"),
        ("没钱看病", "医疗救助", "水利工程"),
        ("老板拖欠工钱怎么办", "用人单位应当支付劳动报酬", "今天天气晴朗"),
    ],
)
def test_the_bundled_model_knows_what_people_say_instead(question: str, answers: str, other: str) -> None:
    likely, unlikely = likelihoods(bundled().lifted(question), bundled().shares([answers, other]))
    assert likely > unlikely + 0.5


def test_the_bundled_chances_are_those_of_a_table_in_half_precision() -> None:
    read = Table.load(BUNDLED)
    assert read.said[0] == ""
    assert len(set(read.asked)) == len(read.asked) == len(read.common) == read.chances.shape[0]
    assert len(set(read.said)) == len(read.said) == read.chances.shape[1]
    assert read.chances.data.min() > 0
    assert read.chances.sum(axis=0).max() <= 1 + 2**-11  # each is off by so much of itself at most
    assert 0 < read.common.min() <= read.common.sum() <= 1 + 1e-4
