import random
from typing import TYPE_CHECKING, TypeVar

import pytest

from index.lexicon import Expansion, Lexicon
from index.training import sources
from index.training.substitution import Sayings, sayings, substituted

if TYPE_CHECKING:
    from _typeshed import SupportsLenAndGetItem

_T = TypeVar("_T")

SAID: Sayings = {"研发机构": ("搞研究的单位",), "研发": ("搞研究",), "补贴": ("发的钱",)}
SENTENCE = "市政府对新认定的研发机构给予补贴，并优先安排用地。"


class Dealt(random.Random):
    """Takes the first, or whatever place is given, and draws the same number each time."""

    def __init__(self, drawn: float, place: int = 0) -> None:
        super().__init__(0)
        self._drawn = drawn
        self._place = place

    def choice(self, seq: "SupportsLenAndGetItem[_T]") -> _T:
        return seq[min(self._place, len(seq) - 1)]

    def random(self) -> float:
        return self._drawn


def retold(text: str, chance: random.Random, said: Sayings = SAID) -> list[tuple[str, str]]:
    return list(substituted([text], said, chance))


def test_the_stretch_up_to_the_comma_is_retold_with_all_its_terms() -> None:
    assert retold(SENTENCE, Dealt(0.0)) == [("市政府对新认定的搞研究的单位给予发的钱", SENTENCE)]


def test_of_the_other_terms_some_stay_as_they_are() -> None:
    assert retold(SENTENCE, Dealt(0.7)) == [("市政府对新认定的搞研究的单位给予补贴", SENTENCE)]
    assert retold(SENTENCE, Dealt(0.7, place=1)) == [("市政府对新认定的研发机构给予发的钱", SENTENCE)]


def test_the_longest_term_at_a_place_wins_and_none_overlaps_it() -> None:
    said = {"研发机构": ("甲",), "研发": ("乙",), "机构给予": ("丙",)}
    assert retold(SENTENCE, Dealt(0.0), said) == [("市政府对新认定的甲给予补贴", SENTENCE)]


def test_a_stretch_has_20_characters_before_the_term_and_22_after_it() -> None:
    sentence = "前" * 30 + "补贴" + "后" * 30 + "。"
    assert retold(sentence, Dealt(0.0)) == [("前" * 20 + "发的钱" + "后" * 22, sentence)]


def test_a_term_that_the_stretch_cuts_in_two_is_left_alone() -> None:
    # The stretch begins 20 before 补贴, in the middle of 研发机构.
    sentence = "前" * 9 + "研发机构" + "中" * 18 + "补贴。"
    assert retold(sentence, Dealt(0.0, place=1)) == [("机构" + "中" * 18 + "发的钱", sentence)]


def test_a_sentence_of_three_terms_is_retold_twice() -> None:
    sentence = "对研发给补贴，对研发机构也给予同样多的。"
    assert [left for left, _ in retold(sentence, Dealt(0.0))] == ["对搞研究给发的钱"] * 2


@pytest.mark.parametrize(("filler", "count"), [(10, 0), (11, 1), (157, 1), (158, 0)])
def test_sentences_of_14_to_160_characters_are_retold(filler: int, count: int) -> None:
    assert len(retold("补贴" + "字" * filler + "。", Dealt(0.0))) == count


def test_each_sentence_of_a_text_stands_alone() -> None:
    text = f"{SENTENCE}这一句里没有什么可以换掉的说法。\n{SENTENCE}"
    assert [sentence for _, sentence in retold(text, Dealt(0.0))] == [SENTENCE, SENTENCE]


def test_a_term_in_more_than_150_sentences_stops() -> None:
    texts = [f"第{place}家单位今年能拿到的补贴有不少。" for place in range(151)]
    found = [sentence for _, sentence in substituted(texts, SAID, Dealt(0.0))]
    assert found == texts[:150]


def test_the_same_seed_retells_the_same() -> None:
    texts = [SENTENCE, "给研发机构补贴，给研发补贴，给研发机构用地。"] * 5
    said = {term: ("一", "二", "三") for term in SAID}
    one, two = (list(substituted(texts, said, random.Random(3))) for _ in range(2))
    assert one == two


def test_fields_of_a_factor_below_1_and_terms_of_odd_length_are_left_out() -> None:
    rows = (
        Expansion("厂子", ("试验主体甲乙",), "主体"),
        Expansion("啥时候", ("试验时间甲乙",), "宽泛"),
        Expansion("一个字", ("丨",), "主体"),
        Expansion("很长", ("试" * 15,), "主体"),
        Expansion("不短", ("试" * 14,), "主体"),
    )
    found = sayings(Lexicon({row.colloquial: row for row in rows}), {"宽泛": 0.9, "主体": 1.0})
    assert found["试验主体甲乙"] == ("厂子",)
    assert found["试" * 14] == ("不短",)
    assert {"试验时间甲乙", "丨", "试" * 15}.isdisjoint(found)


def test_what_descriptions_say_comes_first_and_the_lexicon_adds_to_it() -> None:
    official, said = next((term, words) for term, words in sources.described() if 2 <= len(term) <= 14)
    found = sayings(Lexicon({"说法": Expansion("说法", (official,), "主体")}), {})
    assert found[official] == (*said, "说法")
