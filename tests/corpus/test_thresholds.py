import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus.clause import Clause, Kind
from corpus.support import Threshold
from corpus.thresholds import thresholds_of

START = 700
PIECES = (
    "从业人员",
    "年销售收入",
    "研发投入占营业收入比例",
    "成立",
    "不超过",
    "不低于",
    "满",
    "不足",
    "20人",
    "2000万元",
    "百分之五",
    "３年",
    "10%",
    "（含）",
    "以上",
    "以下",
    "内",
    "奖励",
    "，",
    "。",
    "、",
    "İ",
    "甲",
    " ",
)


def clause_of(text: str) -> Clause:
    return Clause("d#1", "d", (), Kind.PARAGRAPH, START, START + len(text), text)


def bounds(text: str) -> list[tuple[str, float | None, float | None, str]]:
    return [(one.key, one.least, one.most, one.unit) for one in thresholds_of(clause_of(text))]


def phrase(text: str, one: Threshold) -> str:
    return text[one.start - START : one.end - START]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("从业人员不超过20人。", ("employees", None, 20, "人")),
        ("职工人数不得超过300人。", ("employees", None, 300, "人")),
        ("职工人数不少于10人。", ("employees", 10, None, "人")),
        ("职工人数100名以上。", ("employees", 100, None, "人")),
        ("从业人员不足100人。", ("employees", None, 100, "人")),
        ("从业人员少于100人的企业。", ("employees", None, 100, "人")),
        ("从业人员不大于20人。", ("employees", None, 20, "人")),
        ("成立3年以内的企业。", ("age", None, 3, "年")),
        ("成立满1年的企业。", ("age", 1, None, "年")),
        ("成立不满5年的企业。", ("age", None, 5, "年")),
        ("注册未满3年。", ("age", None, 3, "年")),
        ("年龄不超过40岁。", ("applicant_age", None, 40, "岁")),
        ("研发投入占营业收入比例不低于百分之五。", ("research_share", 5, None, "%")),
        ("研发人员占职工总数的比例不低于10％。", ("research_staff_share", 10, None, "%")),
        ("拥有发明专利10项以上。", ("patents", 10, None, "件")),
    ],
)
def test_a_figure_that_is_asked_for_is_bounded_from_one_side(
    text: str, expected: tuple[str, float | None, float | None, str]
) -> None:
    assert bounds(text) == [expected]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("年销售收入2000万元以上", ("revenue", 2000, None, "万元")),
        ("营业收入超过2亿元", ("revenue", 20000, None, "万元")),
        ("营业收入低于2亿元", ("revenue", None, 20000, "万元")),
        ("营业收入大于2000万元", ("revenue", 2000, None, "万元")),
        ("营业收入五千万元以上", ("revenue", 5000, None, "万元")),
        ("注册资本不低于500000元", ("capital", 50, None, "万元")),
        ("注册资本不小于1,500.5万元", ("capital", 1500.5, None, "万元")),
        ("孵化面积不低于1.5万平方米", ("area", 15000, None, "平方米")),
    ],
)
def test_a_figure_is_told_in_the_unit_of_its_measure(
    text: str, expected: tuple[str, float | None, float | None, str]
) -> None:
    assert bounds(text) == [expected]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("其中，从业人员不超过20人，且在省内注册。", "从业人员不超过20人"),
        ("加强管理。场地面积500平方米（含）以上的。", "场地面积500平方米（含）以上"),
        ("加强管理；资产总额2000万元(含2000万元)以下的", "资产总额2000万元(含2000万元)以下"),
        ("　　从业人员20人以上", "从业人员20人以上"),
        ("一、扶持\n　成立不满3年的", "成立不满3年"),
        ("甲" * 40 + "从业人员20人及以上", "甲" * 20 + "从业人员20人及以上"),
    ],
)
def test_its_phrase_is_that_of_the_document(text: str, expected: str) -> None:
    (found,) = thresholds_of(clause_of(text))
    # 24 characters before the figure at most.
    assert phrase(text, found) == expected


def test_the_ends_of_a_range_and_the_figures_of_a_list_are_bounds_of_their_own() -> None:
    assert bounds("注册资本100万元以上、从业人员20人以上300人以下。") == [
        ("capital", 100, None, "万元"),
        ("employees", 20, None, "人"),
        ("employees", None, 300, "人"),
    ]


def test_words_behind_a_comma_bound_nothing_before_it() -> None:
    assert bounds("从业人员不超过300人，满足条件。") == [("employees", None, 300, "人")]
    assert bounds("从业人员300人，以上条件同时具备。") == []


@pytest.mark.parametrize(
    "text",
    [
        "给予最高不超过100万元补助。",
        "对年销售收入2000万元的企业，给予最高50万元奖励。",
        "按营业收入给予奖励，最高100万元。",
    ],
)
def test_an_amount_that_is_granted_is_not_asked_for(text: str) -> None:
    assert bounds(text) == []


def test_what_is_granted_for_a_figure_leaves_the_figure_asked_for() -> None:
    assert bounds("给予年销售收入2000万元以上的企业最高50万元奖励。") == [("revenue", 2000, None, "万元")]
    assert bounds("年销售收入2000万元以下的，给予不超过5万元一次性资金补助。") == [
        ("revenue", None, 2000, "万元")
    ]


@pytest.mark.parametrize(
    "text",
    [
        "到2020年，企业从业人员达到300人以上。",
        "力争营业收入超过100亿元。",
        "全省研发投入强度超过2%。",
    ],
)
def test_what_a_plan_aims_at_is_not_asked_for(text: str) -> None:
    assert bounds(text) == []


@pytest.mark.parametrize(
    "text",
    [
        "从业人员20人。",
        "从业人员20人左右。",
        "从业人员10-20人以上。",
        "注册资本不低于500万美元。",
        "从业人员不超过20家。",
        "企业不超过20人。",
        "营业收入超过去年。",
        "",
    ],
)
def test_a_figure_without_one_bound_or_of_another_unit_is_no_threshold(text: str) -> None:
    assert bounds(text) == []


def test_a_measure_of_another_sentence_or_too_far_off_is_not_meant() -> None:
    assert bounds("统计从业人员。不超过20人。") == []
    assert bounds("从业人员" + "甲" * 21 + "不超过20人。") == []
    assert bounds("从业人员" + "甲" * 20 + "不超过20人。") == [("employees", None, 20, "人")]


@given(st.lists(st.sampled_from(PIECES), max_size=14).map("".join))
@settings(max_examples=200, deadline=None)
def test_every_threshold_lies_in_its_clause_and_has_one_bound(text: str) -> None:
    for one in thresholds_of(clause_of(text)):
        assert START <= one.start < one.end <= START + len(text)
        assert (one.least is None) is not (one.most is None)
        assert any(character.isdigit() or character in "五" for character in phrase(text, one))
        assert "。" not in phrase(text, one)
