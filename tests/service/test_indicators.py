import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.document import Document
from corpus.splitter import split
from service.figures import Figure, Quantity, measured, named, quantity_of
from service.indicators import Indicators, figures_of, place_of


def document(
    name: str, text: str, region: str | None = "某省", period: tuple[int, int] | None = None
) -> Document:
    return Document(name, "题", None, None, "2018", region, "省级", period, f"{name}.txt", text)


def filed(*documents: Document) -> Indicators:
    return Indicators.over(documents, [clause for held in documents for clause in split(held)])


def only(text: str, period: tuple[int, int] | None = None) -> Figure:
    held = document("d", text, period=period)
    (figure,) = filed(held).within("d", 0, len(text))
    return figure


@pytest.mark.parametrize(
    ("subject", "name", "grade"),
    [
        ("研究与试验发展（R&D）经费支出占地区生产总值比重", "r&d经费占gdp占比", ""),
        ("研发经费支出占地区生产总值的比例", "r&d经费占gdp占比", ""),
        ("全社会R&D经费投入强度", "r&d经费占gdp占比", ""),
        ("Ｒ＆Ｄ 经费占 GDP 比重", "r&d经费占gdp占比", ""),
        ("全省高企数量", "高新技术企业", ""),
        ("省级及以上众创空间总数", "众创空间", "省级以上"),
        ("国家级高新技术产业开发区", "高新区", "国家级"),
        ("新认定省级企业技术中心", "企业技术中心", "省级新增"),
        ("技术研究院、创新中心等新型研发机构", "新型r&d机构", ""),
        ("居民消费价格指数", "居民消费价格指数", ""),
    ],
)
def test_subjects_that_mean_the_same_have_one_name(subject: str, name: str, grade: str) -> None:
    assert named(subject, "", "某省")[:2] == (name, grade)


def test_a_subject_need_not_say_its_own_region_and_zone() -> None:
    assert named("甲乙自创区服务业占地区生产总值比重", "甲乙自创区", "某省")[0] == "服务业占gdp占比"
    assert named("辽宁省高新技术企业", "", "辽宁") == ("高新技术企业", "", (), "")
    assert named("大连市高新技术企业", "", "辽宁") == ("高新技术企业", "", (), "大连")


def test_a_total_names_its_kinds() -> None:
    assert named("共性、专业和综合服务三类创新平台", "", "某省")[:3] == (
        "创新平台",
        "",
        ("专业", "共性", "综合服务"),
    )


@pytest.mark.parametrize(
    ("name", "comparator", "expected"),
    [
        ("进出口总额", "达到", ("进出口总额", "")),
        ("进出口总额", "同比增长", ("进出口总额", "增长")),
        ("进出口总额", "增长到", ("进出口总额", "")),
        ("单位能耗", "降低", ("单位能耗", "下降")),
        ("单位能耗", "降低到", ("单位能耗", "")),
        ("进出口总额", "年均增长…以上", ("进出口总额", "年均增长")),
        ("进出口总额年均增速", "不低于", ("进出口总额", "年均增长")),
        ("进出口总额", "翻一番", ("进出口总额", "番")),
    ],
)
def test_growth_is_told_from_size(name: str, comparator: str, expected: tuple[str, str]) -> None:
    assert measured(name, comparator) == expected


def quantity(value: str, unit: str, comparator: str = "") -> Quantity:
    found, _ = quantity_of(value, unit, comparator)
    assert found is not None
    return found


@pytest.mark.parametrize(
    ("one", "other", "agree"),
    [
        (quantity("2.5", "%"), quantity("2.50", "%"), True),
        (quantity("2.5", "%"), quantity("2.3", "%"), False),
        (quantity("3", "%"), quantity("2.8", "%"), False),
        (quantity("1", "万名"), quantity("10000", "人"), True),
        (quantity("16.3", "万人"), quantity("162625", "人"), True),
        (quantity("16.4", "万人"), quantity("162625", "人"), False),
        (quantity("200", "家", "以上"), quantity("280", "个"), False),
        (quantity("2-3", "个"), quantity("3", "个"), True),
        (quantity("100", "项", "约"), quantity("105", "项"), True),
    ],
)
def test_figures_agree_where_both_can_be_right(one: Quantity, other: Quantity, agree: bool) -> None:
    assert (one.agrees(other), other.agrees(one)) == (agree, agree)


@given(st.integers(0, 10**6), st.sampled_from(["个", "万人", "亿元", "%"]))
def test_a_figure_agrees_with_itself(value: int, unit: str) -> None:
    assert quantity(str(value), unit).agrees(quantity(str(value), unit))


def test_a_share_that_is_no_plain_number_has_no_quantity() -> None:
    assert quantity_of("1/3", "", "以上")[0] is None


@pytest.mark.parametrize(
    "text",
    [
        "到2020年，建设项目20个。",
        "到2020年，城镇、农村居民人均收入分别增长5%、8%。",
        "到2020年，实验室数占全省的三分之一以上。",
        "2020年，实验室保留期限不超过3年。",
    ],
)
def test_what_cannot_be_compared_is_left_out(text: str) -> None:
    assert figures_of(document("d", text), split(document("d", text))) == []


def test_a_general_word_counts_where_its_zone_is_named() -> None:
    figure = only("到2020年，甲乙激光产业集群销售收入达50亿元。")
    assert (figure.topic.name, figure.case.part) == ("甲乙激光产业集群销售收入", "甲乙激光产业集群")


def test_a_review_is_of_the_last_year_that_its_heading_names() -> None:
    text = "一、“十二五”时期的成就\n众创空间达到156家。\n"
    figure = only(text, period=(2016, 2020))
    assert (figure.case.year, figure.case.settled) == (2015, True)


def test_a_figure_said_again_without_a_year_is_for_the_year_given_before() -> None:
    text = "到2020年，培养20名杰出人才。\n一、任务\n重点支持20名杰出人才。\n重点支持30名骨干教师。\n"
    held = document("d", text)
    years = [(figure.name, figure.case.year) for figure in filed(held).within("d", 0, len(text))]
    assert years == [("杰出人才", 2020), ("杰出人才", 2020)]


def test_a_figure_without_a_year_is_kept_where_the_document_plans_for_years() -> None:
    assert only("重点支持30名骨干教师。", period=(2018, 2020)).case.year is None


def test_a_sum_in_a_sentence_that_names_the_kinds_is_the_total_of_them() -> None:
    one = document("a", "到2020年，共性、专业、综合服务三类创新平台共计达到150个。")
    other = document(
        "b", "建设产业共性创新平台、产业专业创新平台和综合服务平台，到2020年产业创新平台达到300个。"
    )
    third = document("c", "到2020年，产业创新平台达到90个。")
    (total,) = filed(one, other, third).within("a", 0, 99)
    assert [figure.document.id for figure in filed(one, other, third).alike(total)] == ["a", "b"]


def test_figures_are_found_by_where_they_stand() -> None:
    text = "到2020年，实验室达到20个，众创空间达到30家。"
    held = filed(document("d", text))
    assert [figure.fact.value for figure in held.within("d", 0, text.index("，众"))] == ["20"]
    assert [figure.fact.value for figure in held.within("d", text.index("众"), len(text))] == ["30"]
    assert held.within("e", 0, 99) == []


def test_kin_are_of_regions_of_which_one_may_hold_the_other() -> None:
    text = "到2020年，众创空间达到{}家。"
    places = ["辽宁省", "沈阳市", "大连市", "吉林省", "未名新区"]
    held = filed(*(document(region, text.format(20), region) for region in places))
    (of_city,) = held.within("沈阳市", 0, 99)
    assert {figure.document.id for figure in held.kin(of_city)} == {"沈阳市", "辽宁省", "未名新区"}


def test_a_narrower_name_is_kin_where_no_other_document_has_the_same() -> None:
    wide = document("a", "到2020年，科技进步贡献率达到57%。")
    narrow = document("b", "到2020年，海洋科技进步贡献率达到60%。")
    same = document("c", "到2020年，科技进步贡献率达到58%。")
    (figure,) = filed(wide, narrow).within("a", 0, 99)
    assert [other.document.id for other in filed(wide, narrow).kin(figure)] == ["a", "b"]
    (figure,) = filed(wide, narrow, same).within("a", 0, 99)
    assert [other.document.id for other in filed(wide, narrow, same).kin(figure)] == ["a", "c"]


@pytest.mark.parametrize(
    ("region", "issuer", "title", "place"),
    [
        ("沈阳市", "辽宁省人民政府", "题", "沈阳"),
        (None, "辽宁省人民政府", "题", "辽宁"),
        (None, None, "沈阳市2019年工作要点", "沈阳"),
        ("未名新区", None, "题", "未名新区"),
        (None, None, "题", ""),
    ],
)
def test_a_document_is_about_its_region(
    region: str | None, issuer: str | None, title: str, place: str
) -> None:
    held = Document("d", title, issuer, None, None, region, None, None, "d.txt", "")
    assert place_of(held) == place
