from datetime import date
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import ValidationError

from corpus.errors import ProfileError
from service.matching.applicant import Applicant, read
from service.matching.facts import Facts, completed, day_of

DAY = date(2019, 6, 1)


def filled(text: str, **given: object) -> Applicant:
    return completed(read(text, DAY), Facts.model_validate(given))


def places(applicant: Applicant) -> list[tuple[str, str]]:
    return [(place.name, place.province) for place in applicant.places]


@settings(max_examples=40, deadline=None)
@given(st.text(alphabet="大连沈阳的公司想贷款没有专利12人，。", min_size=1, max_size=30))
def test_an_empty_form_changes_nothing(text: str) -> None:
    if any(map(str.isalnum, text)):
        applicant = read(text, DAY)
        assert completed(applicant, Facts()) == applicant


@pytest.mark.parametrize(
    ("text", "region", "found"),
    [
        ("一家公司", "大连", [("大连", "辽宁")]),
        ("一家公司", "沈阳市浑南区", [("沈阳", "辽宁")]),
        ("辽宁的公司", "大连", [("大连", "辽宁")]),
        ("沈阳的公司", "辽宁省", [("沈阳", "辽宁")]),
        ("浑南区的公司", "沈阳", [("沈阳", "辽宁")]),
        ("沈阳和广州都有公司", "广州", [("广州", "广东")]),
        ("大连的公司", "", [("大连", "辽宁")]),
    ],
)
def test_the_region_of_the_form_counts_unless_the_description_is_narrower(
    text: str, region: str, found: list[tuple[str, str]]
) -> None:
    assert places(filled(text, region=region)) == found


@pytest.mark.parametrize(
    ("text", "region", "message"),
    [
        ("大连的公司", "沈阳", "表单里的地区是沈阳，描述里说的是大连。请改成一致的。"),
        ("大连的公司", "广东省", "表单里的地区是广东省，描述里说的是大连。请改成一致的。"),
        ("一家公司", "火星", "不认识地区“火星”"),
    ],
)
def test_a_region_that_contradicts_or_is_none_is_refused(text: str, region: str, message: str) -> None:
    with pytest.raises(ProfileError, match=message):
        filled(text, region=region)


def test_kinds_and_wants_are_taken_by_key_or_by_name_beside_those_described() -> None:
    applicant = filled("浑南区的众创空间，想贷款。", kinds=("small", "高校"), wants=("tax", "创新券"))
    assert set(applicant.kinds) == {"maker_space", "small", "university"}
    assert set(applicant.wants) == {"credit", "tax", "voucher"}


@pytest.mark.parametrize(
    ("form", "message"),
    [
        ({"kinds": ("火星人",)}, "表单里的“火星人”不在可选的范围里。可以写：企业、中小微企业、"),
        ({"wants": ("发财",)}, "表单里的“发财”不在可选的范围里。可以写：后补助、奖励、税收优惠、"),
    ],
)
def test_a_strange_kind_or_want_is_refused_with_those_that_are_known(
    form: dict[str, Any], message: str
) -> None:
    with pytest.raises(ProfileError, match=message):
        filled("大连的公司", **form)


@pytest.mark.parametrize(
    ("text", "form"),
    [
        ("还没评上高新技术企业", {"high_tech": True}),
        ("我们是高新技术企业", {"high_tech": False}),
        ("我们不是高新技术企业", {"kinds": ("高新技术企业",)}),
        ("大连的公司", {"kinds": ("high_tech",), "high_tech": False}),
    ],
)
def test_what_contradicts_on_high_tech_is_refused(text: str, form: dict[str, Any]) -> None:
    with pytest.raises(ProfileError, match="在是不是高新技术企业上说法相反。请改正其中一处。"):
        filled(text, **form)


def test_high_tech_of_the_form_sets_the_certificate_and_the_kind() -> None:
    yes = filled("大连的公司", high_tech=True)
    assert (yes.statuses["high_tech"], "high_tech" in yes.kinds) == (True, True)
    no = filled("大连的公司", high_tech=False)
    assert (no.statuses["high_tech"], "high_tech" in no.kinds) == (False, False)


def test_figures_of_the_form_count_before_those_described() -> None:
    applicant = filled(
        "员工12人，营收800万", employees=20, revenue=1200.5, research=60, founded=2016, inside=False
    )
    assert dict(applicant.measures) == {
        "employees": 20,
        "revenue": 1200.5,
        "research": 60,
        "founded": 2016,
        "age": 3,
    }
    assert applicant.inside is False
    assert filled("公司在大连高新区注册", inside=False).inside is False


@pytest.mark.parametrize(
    ("text", "form", "message"),
    [
        ("员工12人", {"employees": 25}, "表单里的职工人数是25人，描述里说的是12人。请改成一致的。"),
        (
            "营收800万",
            {"revenue": 3_000_000},
            "表单里的营业收入是3000000万元，描述里说的是800万元。请改成一致的。",
        ),
        ("研发投入120万", {"research": 59}, "表单里的研发投入是59万元，描述里说的是120万元。"),
    ],
)
def test_figures_more_than_twice_apart_are_refused(text: str, form: dict[str, Any], message: str) -> None:
    with pytest.raises(ProfileError, match=message):
        filled(text, **form)


def test_a_figure_twice_as_large_is_still_taken() -> None:
    assert filled("员工12人", employees=24).measures["employees"] == 24


@pytest.mark.parametrize("founded", [2020, 1799])
def test_a_year_to_come_or_too_long_ago_is_refused(founded: int) -> None:
    with pytest.raises(ProfileError, match=f"成立年份{founded}不对：到2019-06-01还没有到，或者太早。"):
        filled("大连的公司", founded=founded)


def test_an_industry_is_added_to_what_is_searched_for() -> None:
    assert filled("大连的公司，想贷款", industry="海洋装备").text == "大连的公司，想贷款 海洋装备"


@pytest.mark.parametrize(
    "form",
    [{"employees": -1}, {"revenue": 2e9}, {"founded": "去年"}, {"staff": 3}, {"research": float("nan")}],
)
def test_a_form_that_is_none_is_no_form(form: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        Facts.model_validate(form)


def test_the_day_is_the_given_one_else_today() -> None:
    assert day_of("2018-02-28", DAY) == date(2018, 2, 28)
    assert day_of(None, DAY) == DAY


@pytest.mark.parametrize("written", ["2019-02-30", "去年", "2019/06/01"])
def test_what_is_no_date_is_refused(written: str) -> None:
    with pytest.raises(ProfileError, match=f"日期“{written}”读不懂。请写成 2019-06-01 这样。"):
        day_of(written, DAY)
