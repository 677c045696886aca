import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.followup import LOOKED_AT, resolved
from service.question import LONGEST, understood


def asked(question: str, *history: str) -> str:
    return resolved(understood(question), history)


@pytest.mark.parametrize(
    ("history", "question", "alone"),
    [
        ("离岗创业，人事关系能留几年？", "那谁牵头？", "离岗创业 人事关系 谁牵头?"),
        (
            "沈阳眼产业特色小镇2020年要完成哪些项目？",
            "总共要投多少钱？",
            "沈阳眼产业特色小镇2020年 总共要投多少钱?",
        ),
        ("创新券怎么申请？", "牵头单位呢？", "创新券 牵头单位呢?"),
        ("科技成果转化收益怎么分？", "有没有期限", "科技成果转化收益 有没有期限"),
    ],
)
def test_what_was_asked_gives_way_to_what_is_asked_now(history: str, question: str, alone: str) -> None:
    assert asked(question, history) == alone


@pytest.mark.parametrize(
    ("history", "question", "alone"),
    [
        ("沈阳高企2019年要多少家", "那全省2020年呢", "高企 全省2020年 要多少家"),
        ("沈阳高企2019年要多少家", "大连的？", "高企2019年 大连的 要多少家"),
        ("研发经费占比2020年要到多少？", "2030年呢？", "研发经费占比 2030年 要到多少?"),
        ("省级企业技术中心认定几家？", "国家级的呢？", "企业技术中心 国家级的 认定几家?"),
        ("兴辽英才计划里领军人才支持多少名？", "团队呢？", "兴辽英才计划 团队 支持多少名?"),
        ("众创空间的房租补贴怎么给？", "设备补贴呢？", "众创空间 设备补贴 怎么给?"),
        ("高校教师能兼职吗？", "科研院所的人呢？", "科研院所的人 能兼职吗?"),
        ("离岗创业有啥待遇？", "按国发〔2016〕16号呢？", "离岗创业 按国发〔2016〕16号 有啥待遇?"),
    ],
)
def test_what_was_asked_stays_where_only_the_thing_changes(history: str, question: str, alone: str) -> None:
    assert asked(question, history) == alone


@pytest.mark.parametrize(
    ("question", "alone"),
    [
        ("不是沈阳，是全省的", "高企 全省的 要多少家?"),
        ("我说错了，我问的是大连", "高企 大连 要多少家?"),
    ],
)
def test_a_place_that_was_not_meant_is_left_out(question: str, alone: str) -> None:
    assert asked(question, "沈阳高企要多少家？") == alone


def test_what_is_rejected_stays_where_nobody_said_it_before() -> None:
    assert asked("不是孵化器，是沈阳的", "高企要多少家？") == "不是孵化器,高企 沈阳的 要多少家?"


@pytest.mark.parametrize(
    ("question", "alone"),
    [
        ("它归谁管？", "东北科技大市场 归谁管?"),
        ("这个中心谁负责？", "东北科技大市场 中心谁负责?"),
        ("该市场由谁管理？", "东北科技大市场 市场由谁管理?"),
        ("上面说的那个谁负责？", "东北科技大市场 谁负责?"),
        ("知识产权这块它要做什么？", "知识产权这块 东北科技大市场 要做什么?"),
        ("哪个处管这事？", "东北科技大市场 哪个处管?"),
        ("这三项谁负责？", "东北科技大市场 三项谁负责?"),
        ("第二个在哪？", "东北科技大市场 第二个在哪?"),
    ],
)
def test_the_earlier_subject_stands_for_a_pronoun(question: str, alone: str) -> None:
    assert asked(question, "东北科技大市场在哪里建？") == alone


def test_the_same_is_asked_of_something_else_with_ye() -> None:
    history = "产业技术创新战略联盟是省科技厅牵头吧？"
    assert asked("建国内一流大学那条也是它吗？", history) == "建国内一流大学那条 是省科技厅牵头吧?"


def test_a_figure_that_was_only_to_be_confirmed_is_asked_for_elsewhere() -> None:
    assert asked("那沈阳呢", "全省高企是7000家吗？") == "高企 沈阳 是多少家?"
    assert asked("那沈阳呢", "全省人事关系能保留三年，对吗？") == "人事关系 沈阳 能保留多少年?"


def test_the_words_that_changed_the_subject_are_not_carried_on() -> None:
    history = ("高企要多少家？", "换个问题，创新券怎么申请？")
    assert asked("那谁管？", *history) == "创新券 谁管?"
    assert asked("那谁管？", "高企要多少家？", "换个问题") == "那谁管?"


def test_where_the_matter_is_written_stays_with_a_question_of_its_own() -> None:
    history = "“十三五”规划里大棚温室要研究哪些技术？"
    question = "农机和信息化那块呢，都要用到哪些地方去？"
    assert asked(question, history) == "“十三五”规划 农机和信息化那块呢,都要用到哪些地方去?"


@pytest.mark.parametrize(
    "question",
    [
        "换个问题，那谁牵头？",
        "我再问个别的，创新券归谁管？",
        "行，不问了。明天沈阳冷不冷，要穿羽绒服吗？",
        "冰雪",
        "你好",
        "专利技术产业联盟要建立几个？",
        "冰雪旅游产业这一块的责任单位是哪个？",
        "那我想问创新券和科技条件平台，该找哪个处？",
        "信息技术产业靠哪几个数据中心撑着？",
        "我不是搞研究的，只在学校负责技术转移，有资格申报人才工程吗？",
        "放羊的问一句：羊身上贴肉那层软毛想让它多长点，有人在钻研吗？",
    ],
)
def test_a_question_that_stands_alone_comes_back_unchanged(question: str) -> None:
    assert asked(question, "沈大示范区引进海外人才有什么支持？") == understood(question)


def test_each_follow_up_builds_on_the_ones_before() -> None:
    first, second, third = "沈阳2019年要认定多少家新型研发机构？", "大连呢", "2020年呢"
    assert asked(second, first) == "2019年 大连 要认定多少家新型研发机构?"
    assert asked(third, first, second) == "大连 2020年 要认定多少家新型研发机构?"
    assert asked("谁负责？", first, second, third) == "大连 2020年 新型研发机构 谁负责?"


def test_a_wish_to_hear_more_asks_the_same_once_more() -> None:
    assert asked("详细说说", "科技特派团要派多少个？") == "科技特派团要派多少个?"


def test_thanks_and_what_cannot_be_read_are_passed_over() -> None:
    history = ("创新券怎么申请？", "谢谢！", "", "？？", "高" * (LONGEST + 1), "企\ud800")
    assert asked("哪个处管？", *history) == "创新券 哪个处管?"


@pytest.mark.parametrize("history", [(), ("",), ("好的", " \n")])
def test_without_an_earlier_question_nothing_changes(history: tuple[str, ...]) -> None:
    assert asked("那谁牵头？", *history) == "那谁牵头?"


def test_only_the_last_ten_questions_are_looked_at() -> None:
    assert asked("谁牵头？", "创新券怎么申请？", *["好的"] * (LOOKED_AT - 1)) == "创新券 谁牵头?"
    assert asked("谁牵头？", "创新券怎么申请？", *["好的"] * LOOKED_AT) == "谁牵头?"


def test_how_much_a_word_says_can_be_told_by_another_count() -> None:
    question, history = "羽绒服多少钱？", ("创新券怎么申请？",)
    assert resolved(question, history, lambda word: 10.0) == "创新券 羽绒服多少钱？"
    assert resolved(question, history, lambda word: 18.0) == question


ASKED = st.sampled_from(
    [
        "离岗创业能留几年？",
        "沈阳高企2019年要多少家",
        "国发〔2016〕16号里有啥待遇？",
        "要到98%，对吗？",
        "？",
        "多" * 900,
    ]
)
WORDS = (
    "那 不是 沈阳 2019年 30% 《创新条例》 国发〔2016〕16号 第三条 这三项 它 是 谁 多少"
    " 呢 ， ？ 牵头 离岗创业 的 也 如果 三年 吗 3.5亿元 王五"
)
SAID = st.lists(st.sampled_from(WORDS.split()), min_size=1, max_size=9).map("".join)


@given(SAID, st.lists(st.one_of(ASKED, SAID), max_size=4))
def test_numbers_and_names_are_never_lost_and_the_length_is_bounded(said: str, history: list[str]) -> None:
    found = resolved(said, history)
    rejected = re.findall(r"不是[^,，]+[,，]", said)
    for text in re.findall(r"国发〔2016〕16号|\d+(?:\.\d+)?%?|《[^》]*》|第三条|三项|王五", said):
        assert text in found or any(text in one for one in rejected)
    assert len(found) <= LONGEST


@given(st.text(max_size=80), st.lists(st.text(max_size=80), max_size=3))
def test_any_text_gives_a_question_of_bounded_length(question: str, history: list[str]) -> None:
    assert len(resolved(question, history)) <= LONGEST
    assert resolved(question, history) == resolved(question, history)
