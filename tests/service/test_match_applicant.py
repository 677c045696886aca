from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus.errors import ProfileError
from service.matching.applicant import LONGEST, Applicant, figure, read

DAY = date(2019, 6, 1)


def understood(text: str) -> Applicant:
    return read(text, DAY)


@pytest.mark.parametrize(
    ("text", "places"),
    [
        ("我们是大连的软件公司", [("大连", "大连", "辽宁")]),
        ("辽宁省沈阳市的一家工厂", [("辽宁", "", "辽宁"), ("沈阳", "沈阳", "辽宁")]),
        ("浑南区的众创空间", [("浑南", "沈阳", "辽宁")]),
        ("公司在大连市甘井子区", [("大连", "大连", "辽宁")]),
        ("想要补贴的公司", []),
    ],
)
def test_places_are_read_with_their_city_and_province(text: str, places: list[tuple[str, str, str]]) -> None:
    assert [(place.name, place.city, place.province) for place in understood(text).places] == places


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("我们公司把产品卖给上海的客户，公司在鞍山", ["鞍山"]),
        ("我们的客户在上海、北京，公司在丹东", ["丹东"]),
        ("产品销往广州，沈阳的公司", ["沈阳"]),
        ("从北京搬到沈阳的公司", ["沈阳"]),
        ("我 们 公 司 在 大连，客 户 在 上海", ["大连"]),
        ("听说上海有补贴", ["上海"]),
    ],
)
def test_places_of_others_do_not_count_where_there_are_own_ones(text: str, names: list[str]) -> None:
    assert [place.name for place in understood(text).places] == names


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        ("我们是大连一家12人的软件公司，想贷款。", {"enterprise", "small", "software"}),
        ("我们是大连一家十二人的软件公司，想贷款。", {"enterprise", "small", "software"}),
        ("我在沈阳办了一家民营工厂，想减税。", {"enterprise", "private", "manufacturer"}),
        ("浑南区的众创空间，想要运营补助。", {"maker_space"}),
        ("广州的医院，想买设备。", {"hospital"}),
        ("我们是不锈钢加工厂，在营口。", {"enterprise", "manufacturer"}),
        ("本人是海归，想找工作。", {"person", "returnee"}),
        ("我们不是企业，想问一问。", set()),
        ("今天天气很好", set()),
    ],
)
def test_the_kinds_of_applicant_are_those_that_it_says_it_is(text: str, kinds: set[str]) -> None:
    assert set(understood(text).kinds) == kinds


def test_a_kind_keeps_the_words_that_say_it_and_is_all_that_it_is_one_of() -> None:
    applicant = understood("浑南区的众创空间，想要补助。")
    assert dict(applicant.kinds) == {"maker_space": "浑南区的众创空间"}
    assert applicant.is_a == {"maker_space", "carrier"}
    assert understood("沈阳的情况").is_a == frozenset()


@pytest.mark.parametrize(
    ("text", "wants"),
    [
        ("我们是大连的公司，想贷款。", {"credit": "贷款"}),
        ("有没有税收优惠？", {"tax": "税收优惠"}),
        ("想申请创新券。", {"voucher": "创新券"}),
        ("去年贷款的公司。今年想要补贴。", {"subsidy": "补贴"}),
        ("广州的医院。", {}),
    ],
)
def test_what_is_wanted_is_read_in_the_sentences_that_ask(text: str, wants: dict[str, str]) -> None:
    assert dict(understood(text).wants) == wants


def test_what_is_asked_begins_where_something_is_wanted() -> None:
    said = "我们是大连的软件公司，想花钱请高校做检测，能不能补一点？"
    applicant = read(said, DAY)
    assert applicant.sentences == (said,)
    assert applicant.asking == ("想花钱请高校做检测，能不能补一点？",)
    # Too little would be left.
    assert read("大连的公司，想贷款。", DAY).asking == ("大连的公司，想贷款。",)


def test_the_sentences_that_ask_are_told_from_those_that_tell() -> None:
    applicant = understood("我们是大连的公司。去年赚了一百万。今年想要补贴！")
    assert applicant.sentences == ("我们是大连的公司。", "去年赚了一百万。", "今年想要补贴！")
    assert applicant.asking == ("今年想要补贴！",)
    silent = understood("大连的公司。")
    assert silent.asking == silent.sentences == ("大连的公司。",)


@pytest.mark.parametrize(
    ("text", "statuses"),
    [
        ("我们是高新技术企业", {"high_tech": True}),
        ("还没评上高新技术企业", {"high_tech": False}),
        ("不是高新技术企业", {"high_tech": False}),
        ("非高新技术企业", {"high_tech": False}),
        ("高新技术企业还没评上", {"high_tech": False}),
        ("评没评上高企都行", {"high_tech": False}),
        ("我们没问题，高企已经过了", {"high_tech": True}),
        ("我们有专利，没有软著", {"patented": True, "copyright": False}),
        ("软著没有，专利也没有", {"patented": False, "copyright": False}),
        ("不是科技型中小企业但是有专利", {"tech_sme": False, "patented": True}),
        ("专利不少", {"patented": True}),
        ("还没有高企，没贷过款", {"high_tech": False, "loaned": False}),
        ("大连的公司", {}),
    ],
)
def test_a_certificate_is_had_lacked_or_not_spoken_of(text: str, statuses: dict[str, bool]) -> None:
    assert dict(understood(text).statuses) == statuses


@pytest.mark.parametrize(
    ("text", "had"),
    [
        ("想申请高新技术企业", {}),
        ("打算上市", {}),
        ("正在申报瞪羚企业", {}),
        ("怎么评上专精特新", {}),
        ("我们是高企，想申请专精特新", {"high_tech": True}),
        ("想申请高企复审，我们是高企", {"high_tech": True}),
        ("想问高企有什么补贴", {"high_tech": True}),
    ],
)
def test_a_certificate_that_is_only_wanted_is_neither_had_nor_lacked(text: str, had: dict[str, bool]) -> None:
    assert dict(understood(text).statuses) == had


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("正在申报瞪羚企业", "gazelle"),
        ("高新技术企业还没评上", "high_tech"),
        ("我们想做瞪羚企业", "gazelle"),
    ],
)
def test_one_that_wants_or_lacks_a_title_is_not_of_that_kind(text: str, kind: str) -> None:
    assert kind not in understood(text).kinds


def test_a_lost_application_says_nothing_of_the_company_itself() -> None:
    assert "enterprise" in understood("我们是公司没拿到贷款").kinds


def test_a_title_before_the_word_company_does_not_make_it_new() -> None:
    assert "startup" not in understood("在营口，已评上专精特新企业。").kinds
    assert "startup" in understood("我们是新公司。").kinds


@pytest.mark.parametrize(
    ("text", "measures"),
    [
        ("员工三十五人，研发投入一百二十万", {"employees": 35, "research": 120}),
        ("去年营收1.2亿，员工二百多人", {"employees": 200, "revenue": 12000}),
        ("员工１２人，营收８００万", {"employees": 12, "revenue": 800}),
        ("营业额两千三百万元", {"revenue": 2300}),
        ("2016年成立，现有15项发明专利", {"founded": 2016, "age": 3, "patents": 15}),
        ("流转了200亩地，想贷款50万", {"land": 200, "loan": 50}),
        ("面积三千平方米", {"area": 3000}),
        ("研发费用占营收的百分之六", {"research_share": 6}),
        ("2025年成立", {"founded": 2025}),
        ("大连的公司", {}),
    ],
)
def test_figures_are_read_in_the_units_of_the_vocabulary(text: str, measures: dict[str, float]) -> None:
    assert dict(understood(text).measures) == measures


def test_the_age_of_a_company_counts_to_the_day_that_is_asked_for() -> None:
    assert read("2016年成立", date(2026, 11, 21)).measures["age"] == 10


@pytest.mark.parametrize(
    ("text", "inside"),
    [
        ("公司在大连高新区注册", True),
        ("我们入驻了孵化器", True),
        ("园区里的企业", True),
        ("我们不在高新区", False),
        ("没有进园", False),
        ("在县城开公司", False),
        ("想入驻高新区", None),
        ("打算搬进高新区", None),
        ("大连的公司", None),
    ],
)
def test_being_in_a_zone_is_said_denied_or_open(text: str, inside: bool | None) -> None:
    assert understood(text).inside is inside


@pytest.mark.parametrize("text", ["", "  \n", "。。。！", "——"])
def test_a_blank_description_is_refused(text: str) -> None:
    with pytest.raises(ProfileError, match="描述是空的"):
        understood(text)


def test_a_description_of_the_greatest_length_is_read_and_a_longer_one_refused() -> None:
    assert understood("大" * LONGEST).text == "大" * LONGEST
    with pytest.raises(ProfileError, match="描述有 4001 个字，最多 4000 个"):
        understood("大" * (LONGEST + 1))


def test_half_a_character_is_refused() -> None:
    with pytest.raises(ProfileError, match="不完整的字符"):
        understood("\ud800沈阳的公司")


def test_what_says_nothing_is_not_known() -> None:
    assert not understood("啊啊啊啊今天天气好").known
    assert understood("在沈阳").known
    assert understood("我们没有专利").known


@pytest.mark.parametrize(
    ("value", "written"), [(6_000_000.0, "6000000"), (12.5, "12.5"), (0.0, "0"), (43499.99999999999, "43500")]
)
def test_a_figure_is_written_in_plain_digits(value: float, written: str) -> None:
    assert figure(value) == written


_PIECES = st.sampled_from(
    [
        "大连",
        "沈阳的",
        "公司",
        "我们是",
        "没有",
        "专利",
        "想",
        "贷款",
        "，",
        "。",
        "、",
        "不",
        "12人",
        "百分之",
        "一",
        "亿",
    ]
)


@settings(max_examples=60, deadline=None)
@given(st.one_of(st.text(max_size=60), st.lists(_PIECES, max_size=30).map("".join)))
def test_any_text_is_read_the_same_way_twice_or_refused(text: str) -> None:
    try:
        first = understood(text)
    except ProfileError:
        assert not any(map(str.isalnum, text)) or any("\ud800" <= letter <= "\udfff" for letter in text)
        return
    assert first == understood(text)
    whole = (*first.sentences, text)
    assert all(any(sentence.endswith(asked) for sentence in whole) for asked in first.asking)
    assert all(sentence in text for sentence in first.sentences)
