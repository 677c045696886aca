import pytest

from index.cues import cued, cut


@pytest.mark.parametrize(
    ("kind", "question"),
    [
        ("unit", "这件事由谁牵头?"),
        ("unit", "高企补贴归哪个部门管?"),
        ("unit", "人才公寓谁负责"),
        ("unit", "申报找谁?"),
        ("number", "到2020年要有多少家高企?"),
        ("number", "一年补几个项目"),
        ("number", "研发投入占比是什么要求"),
        ("asking", "怎么申请高企?"),
        ("asking", "高企补贴给不给"),
        ("asking", "这笔钱能不能拿"),
        ("asking", "这样算不"),
        ("asking", "补贴发了没有"),
        ("asking", "请介绍双创基地"),
    ],
)
def test_a_question_with_a_cue_is_of_that_kind(kind: str, question: str) -> None:
    assert cued(kind, question)


@pytest.mark.parametrize(
    ("kind", "question"),
    [
        ("unit", "高新技术企业有什么补贴?"),
        ("unit", "什么单位可以申报"),
        ("number", "高新技术企业怎么认定?"),
        ("asking", "我在沈阳开了一家小公司。"),
        ("asking", "我们没有厂房,租了一层楼。"),
        ("asking", "这样不算晚。"),
        ("further", "人才还有补贴吗"),
    ],
)
def test_a_question_without_one_is_not(kind: str, question: str) -> None:
    assert not cued(kind, question)


def test_the_repeated_character_of_a_yes_or_no_question_must_be_the_same() -> None:
    assert cued("asking", "能不能")
    assert not cued("asking", "能不行")


def test_a_question_is_cut_where_cues_stand_and_they_are_left_out() -> None:
    assert cut("further", "补多少?怎么申请;另外,谁负责") == ["补多少", "怎么申请", ",谁负责"]
    assert cut("further", "补多少,还有谁负责") == ["补多少", "谁负责"]
    assert cut("further", "顺便问下补多少") == ["", "问下补多少"]


def test_a_question_without_a_cue_is_not_cut() -> None:
    assert cut("further", "补多少,怎么申请") == ["补多少,怎么申请"]


def test_a_kind_without_cues_is_unknown() -> None:
    with pytest.raises(KeyError):
        cued("colour", "什么颜色")
