import pytest

from corpus.clause import Clause, Kind
from index.filters import Filters
from service.answerer import Answerer
from service.evidence import Wanted, candidates, coverage, held_share


def clause(text: str, *path: str) -> Clause:
    return Clause("d#1", "d", path, Kind.ITEM, 100, 100 + len(text), text)


def spans(held: Clause) -> list[str]:
    return [held.text[start:end] for start, end in candidates(held)]


def test_sentences_are_candidates_without_mark_heading_and_units() -> None:
    held = clause(
        "　　10.培育企业。实施三年倍增计划。开展评价入库；落实优惠政策。（责任单位：省科技厅）\n",
        "三、任务",
        "10.培育企业",
    )
    assert spans(held) == ["实施三年倍增计划", "开展评价入库", "落实优惠政策"]


def test_a_long_list_of_figures_can_be_quoted_figure_by_figure() -> None:
    text = (
        "到2020年，研究开发与试验发展（R&D）经费支出占地区生产总值比重力争达到2.3%，"
        "高新技术企业数量达到4000家，创新环境全面改善，技术合同成交额达到600亿元。"
    )
    held = clause(text)
    assert spans(held) == [
        "研究开发与试验发展（R&D）经费支出占地区生产总值比重力争达到2.3%",
        "高新技术企业数量达到4000家",
        "技术合同成交额达到600亿元",
        text[:-1],
    ]


def test_a_clause_that_says_nothing_but_its_title_stands_whole() -> None:
    assert spans(clause("（一）在本省注册满一年；\n", "第二条", "（一）在本省注册满一年")) == [
        "在本省注册满一年"
    ]
    assert spans(clause("主要问题如下：", "一、问题")) == ["主要问题如下："]


def test_a_number_is_never_cut_in_two() -> None:
    text = (
        "到2020年，省财政统筹安排资金1,500万元用于支持平台建设，按照1:3的比例由地方配套，"
        "建设平台20个，支持企业与高校院所联合开展攻关，培育一批领军企业和创新团队。"
    )
    assert spans(clause(text))[:3] == [
        "省财政统筹安排资金1,500万元用于支持平台建设",
        "按照1:3的比例由地方配套",
        "建设平台20个",
    ]


def test_what_follows_the_unit_bracket_is_a_candidate_too() -> None:
    held = clause("1.建平台。（牵头单位：省科技厅）推动仪器共享。完成时限为年底。", "1.建平台")
    assert spans(held) == ["推动仪器共享", "完成时限为年底"]


def test_a_year_asked_for_keeps_other_years_out(answerer: Answerer) -> None:
    filters = Filters(document="ln-cxqd-2017")
    later = answerer.answer("到2030年研发经费支出占地区生产总值比重要超过多少？", filters=filters)
    sooner = answerer.answer("到2020年研发经费支出占地区生产总值比重要达到多少？", filters=filters)
    assert "2.8％" in later.text
    assert "2.5％" not in later.text
    assert "2.5％" in sooner.text
    assert "2.8％" not in sooner.text


def test_coverage_is_the_weighted_share_of_grams_held() -> None:
    assert coverage({"高企": 3.0, "数量": 1.0}, "培育高企") == pytest.approx(0.75)
    assert coverage({}, "培育高企") == 0.0


@pytest.mark.parametrize(
    ("start", "end", "share"), [(10, 20, 1.0), (5, 30, 1.0), (15, 40, 0.5), (20, 30, 0.0), (0, 5, 0.0)]
)
def test_the_stored_answer_counts_by_the_share_held(start: int, end: int, share: float) -> None:
    assert held_share((10, 20), start, end) == share
    assert held_share(None, start, end) == 0.0


@pytest.mark.parametrize(
    ("question", "unit", "number"),
    [
        ("这件事谁牵头?", True, False),
        ("该找哪个部门负责?", True, False),
        ("高企要达到多少家?", False, True),
        ("众创空间有什么优惠?", False, False),
        ("发明专利归谁?", False, False),
    ],
)
def test_what_a_question_wants_is_read_off_its_words(question: str, unit: bool, number: bool) -> None:
    assert Wanted.by(question) == Wanted(unit=unit, number=number)


def test_who_leads_is_quoted_from_the_line_that_governs(answerer: Answerer) -> None:
    answer = answerer.answer("高层次人才特殊支持“双千计划”由谁牵头？")
    assert answer.citations[0].clause_id == "ln-cxqd-2017#2.6.u"
    assert answer.citations[0].quote == (
        "以上三项工作牵头单位：省委组织部、省发展改革委、省科技厅、省人力资源社会保障厅"
    )
