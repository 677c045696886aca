import pytest

from corpus.document import Document
from corpus.fact import Fact
from corpus.splitter import split


def facts_of(text: str, title: str = "题", period: tuple[int, int] | None = None) -> list[Fact]:
    document = Document("d", title, None, None, None, None, None, period, "d.txt", text)
    return [fact for clause in split(document) for fact in clause.facts]


def said(fact: Fact) -> tuple[str, str, str, str, int | None]:
    return fact.subject, fact.comparator, fact.value, fact.unit, fact.year


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("到2020年，研发经费占比达到2.5％。", ("研发经费占比", "达到", "2.5", "%", 2020)),
        ("力争到 2020 年合同额达到 600 亿元。", ("合同额", "达到", "600", "亿元", 2020)),
        ("到2030年，覆盖率超过98%以上。", ("覆盖率", "超过…以上", "98", "%", 2030)),
        ("2018年底前建成新型研发机构20家以上。", ("新型研发机构", "以上", "20", "家", 2018)),
        ("到2020年，增加值较“十二五”末翻一番。", ("增加值", "翻一番", "2", "倍", 2020)),
        ("专利授权年均增长 10% 以上。", ("专利授权", "年均增长…以上", "10", "%", None)),
        ("产业增速不低于15%。", ("产业增速", "不低于", "15", "%", None)),
        ("选育 150 个优良新品种（系）。", ("优良新品种（系）", "", "150", "个", None)),
        ("举办30期以上科技政策培训班。", ("科技政策培训班", "以上", "30", "期", None)),
        ("提高间接费用比重，最高不超过20％。", ("提高间接费用比重", "最高不超过", "20", "%", None)),
        ("（二）上年营业收入不超过2亿元；", ("上年营业收入", "不超过", "2", "亿元", None)),
        ("补助不超过总投资30%。", ("总投资", "不超过", "30", "%", None)),
        ("企业由300家增加到600家。", ("企业", "增加到", "600", "家", None)),
        ("处五万元以上的罚款。", ("罚款", "以上", "5", "万元", None)),
        ("企业数占全省的三分之一以上。", ("企业数占全省", "以上", "1/3", "", None)),
        ("培养 1 万名研究型人才。", ("研究型人才", "", "1", "万名", None)),
        ("建设2-3个资源平台。", ("资源平台", "", "2-3", "个", None)),
    ],
)
def test_a_number_comes_with_its_subject_comparator_unit_and_year(
    text: str, expected: tuple[str, str, str, str, int | None]
) -> None:
    assert [said(fact) for fact in facts_of(text)] == [expected]


@pytest.mark.parametrize(
    "text",
    [
        "自2016年7月17日起施行。",
        "实施“双百工程”，构建“4+1”体系。",
        "依照国发〔2016〕16号文件第12条执行。",
        "行动计划（2018-2020年）已印发。",
        "入选国家“千人计划”。",
        "数量居全国第 4 位。",
    ],
)
def test_dates_names_and_ordinals_are_no_facts(text: str) -> None:
    assert facts_of(text) == []


def test_the_items_of_a_list_have_their_own_subjects_and_one_year() -> None:
    text = "到2020年，培养20名杰出人才、700名领军人才和200个团队，省级平台达到30个。次年培训50人。"
    assert [said(fact) for fact in facts_of(text)] == [
        ("杰出人才", "", "20", "名", 2020),
        ("领军人才", "", "700", "名", 2020),
        ("团队", "", "200", "个", 2020),
        ("省级平台", "达到", "30", "个", 2020),
        ("次年培训", "", "50", "人", None),
    ]


def test_the_number_of_an_item_is_no_part_of_the_year_behind_it() -> None:
    text = "1.2022年认定20家企业。\n2.2023年认定30家企业。\n"
    assert [(fact.value, fact.year) for fact in facts_of(text)] == [("20", 2022), ("30", 2023)]


def test_a_year_is_inherited_from_the_heading_or_the_aims_above() -> None:
    text = (
        "一、具体目标。力争到 2020 年:\n——投入占比达到 2.5%。\n——平台达到 150 个。\n二、任务\n建平台 3 个。\n"
    )
    assert [fact.year for fact in facts_of(text)] == [2020, 2020, None]


def test_aims_without_a_year_are_for_the_end_of_the_period() -> None:
    assert [fact.year for fact in facts_of("一、主要指标\n企业达到3000家。\n", period=(2019, 2019))] == [2019]


def test_a_figure_says_whom_it_is_about_if_that_is_narrower_than_the_document() -> None:
    scopes = [fact.scope for fact in facts_of("到2020年，鞍山激光产业集群销售收入达50亿元；企业达到30家。")]
    assert scopes == ["鞍山激光产业集群", ""]
    zone = facts_of("到2020年，占比达到3%。", title="某省人民政府关于建设沈大示范区的意见")
    assert zone[0].scope == "沈大示范区"


def test_what_is_counted_is_not_whom_a_figure_is_about() -> None:
    text = "全省各市均有1个高新技术产业开发区，国家级高新区总数达到8个，14个特色产业集群建有平台。"
    assert [fact.scope for fact in facts_of(text)] == ["", "", ""]
    facts = facts_of("落实4项推向全国的自创示范区政策。", title="关于建设沈大示范区的意见")
    assert facts[0].scope == "沈大示范区"


def test_a_fact_encloses_its_number_in_the_text() -> None:
    text = "到2020年，占比达到2.5％以上。"
    (fact,) = facts_of(text)
    assert text[fact.start : fact.end] == "2.5％以上"
