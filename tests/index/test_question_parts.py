import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.parts import essence, parts
from index.terms import grams

STORY = "我前年从外地回来,在沈阳租了一层楼开公司,雇了十来个大学生,做的是工业机器人的控制软件,账上一直紧张。"
MORE = "家里人劝我算了。"
QUESTIONS = st.lists(
    st.sampled_from(
        ["我在沈阳开公司", "高企怎么认定", "补贴有多少", "谁负责", "。", "?", ",", "另外", "还有", ";"]
    ),
    max_size=30,
).map("".join)


def test_the_story_of_a_long_question_is_left_out() -> None:
    assert essence(STORY + "这种企业能申请高企补贴吗?" + MORE) == "这种企业能申请高企补贴吗?"


def test_every_sentence_that_asks_is_kept_in_order() -> None:
    question = "高企怎么认定?" + STORY + "补贴有多少!" + MORE + "谁负责"
    assert essence(question) == "高企怎么认定?补贴有多少!谁负责"


def test_a_short_question_keeps_its_story() -> None:
    # 60 characters: 53 and 7.
    question = "我开公司。" + "忙" * 47 + "。" + "补贴有多少呢?"
    assert len(question) == 60
    assert essence(question) == question
    assert essence("忙" + question) == "补贴有多少呢?"


def test_a_long_text_that_asks_nothing_is_kept_whole() -> None:
    assert essence(STORY + MORE + MORE) == STORY + MORE + MORE


@given(QUESTIONS)
def test_what_is_kept_was_asked_and_asking_again_changes_nothing(question: str) -> None:
    kept = essence(question)
    rest = iter(question)
    assert all(character in rest for character in kept)
    assert bool(kept) == bool(question)
    assert essence(kept) == kept


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("高企补贴有多少?人才公寓怎么申请?", ["高企补贴有多少", "人才公寓怎么申请"]),
        ("高企补贴有多少;人才公寓怎么申请", ["高企补贴有多少", "人才公寓怎么申请"]),
        ("高企补贴有多少,另外人才公寓怎么申请", ["高企补贴有多少", "人才公寓怎么申请"]),
        ("高企补贴有多少?另外,人才公寓怎么申请?", ["高企补贴有多少", "人才公寓怎么申请"]),
        (
            "高企补贴有多少??人才公寓怎么申请。还有,孵化器由谁管理!",
            ["高企补贴有多少", "人才公寓怎么申请", "孵化器由谁管理"],
        ),
    ],
)
def test_a_compound_question_has_its_parts_in_order(question: str, expected: list[str]) -> None:
    assert parts(question) == expected


@pytest.mark.parametrize(
    "question",
    ["", "高企补贴有多少?", "高企补贴有多少,人才公寓怎么申请?", "高企还有补贴吗,人才公寓怎么申请"],
)
def test_one_question_has_no_parts(question: str) -> None:
    assert parts(question) == []


def test_a_part_that_says_too_little_by_itself_is_not_split_off() -> None:
    # 怎么申请 has three bigrams, 怎么申请它 four.
    assert parts("高企补贴有多少?怎么申请?") == []
    assert parts("高企补贴有多少?怎么申请它?") == ["高企补贴有多少", "怎么申请它"]
    assert parts("高企补贴有多少?怎么申请?人才公寓怎么申请?") == ["高企补贴有多少", "人才公寓怎么申请"]


def test_bigrams_that_repeat_are_no_more_substance() -> None:
    # 补补, 补补补补补补 is one bigram over and over.
    assert parts("高企补贴有多少?补补补补补补?") == []


@given(QUESTIONS)
def test_parts_are_two_or_more_pieces_of_the_question_with_substance(question: str) -> None:
    found = parts(question)
    assert len(found) != 1
    places = [question.find(part) for part in found]
    assert -1 not in places
    assert all(len(grams(part)) >= 4 for part in found)
