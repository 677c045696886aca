from dataclasses import replace
from datetime import date

import pytest
from pydantic import ValidationError

from corpus.document import Document
from corpus.errors import FilterError
from index.filters import Filters

PROVINCE = Document(
    id="ln",
    title="三年行动计划",
    issuer="辽宁省人民政府办公厅",
    number=None,
    date="2018-06-06",
    region="辽宁省",
    level="省级",
    period=(2018, 2020),
    source="ln.txt",
    text="",
)
CITY = replace(
    PROVINCE, id="sy", issuer="沈阳市科学技术局", date="2019", region="沈阳市", level="市级", period=None
)
UNKNOWN = Document("x", "不详", None, None, None, None, None, None, "x.txt", "")
DOCUMENTS = (PROVINCE, CITY, UNKNOWN)


def always(_: str, __: date) -> bool:
    return True


def never(_: str, __: date) -> bool:
    return False


@pytest.mark.parametrize(
    ("filters", "expected"),
    [
        (Filters(document="x"), {"x"}),
        (Filters(region="辽宁省"), {"ln"}),
        (Filters(level="市级"), {"sy"}),
        (Filters(issuer="沈阳市科学技术局"), {"sy"}),
        (Filters(year=2018), {"ln"}),
        (Filters(year=2019), {"ln", "sy"}),
        (Filters(year=2020), {"ln"}),
        (Filters(region="沈阳市", year=2019), {"sy"}),
    ],
    ids=lambda value: str(value),
)
def test_only_documents_that_match_every_field_pass(filters: Filters, expected: set[str]) -> None:
    assert filters.among(DOCUMENTS, never) == frozenset(expected)


def test_a_document_passes_by_its_date_outside_its_period() -> None:
    planned_later = replace(PROVINCE, date="2017-12-01")
    assert Filters(year=2017).among([planned_later], never) == frozenset({"ln"})


def test_no_filters_restrict_nothing() -> None:
    assert Filters().among(DOCUMENTS, never) is None
    assert Filters().among([], never) is None


def test_on_a_day_those_in_force_pass_as_the_corpus_says_of_that_day() -> None:
    def city_until_2020(document_id: str, day: date) -> bool:
        return document_id == "sy" and day <= date(2020, 12, 31)

    assert Filters(on=date(2020, 12, 31)).among(DOCUMENTS, city_until_2020) == frozenset({"sy"})
    with pytest.raises(FilterError, match="on=2021-01-01"):
        Filters(on=date(2021, 1, 1)).among(DOCUMENTS, city_until_2020)


@pytest.mark.parametrize(
    ("dated", "day", "passes"),
    [
        ("2018-06-06", date(2018, 6, 5), False),
        ("2018-06-06", date(2018, 6, 6), True),
        ("2018-06", date(2018, 5, 31), False),
        ("2018-06", date(2018, 6, 1), True),
        ("2018", date(2017, 12, 31), False),
        ("2018", date(2018, 1, 1), True),
    ],
)
def test_a_document_dated_after_the_day_does_not_pass(dated: str, day: date, passes: bool) -> None:
    documents = (replace(PROVINCE, date=dated), UNKNOWN)
    assert Filters(on=day).among(documents, always) == frozenset({"ln", "x"} if passes else {"x"})


def test_the_day_and_the_other_fields_must_all_hold() -> None:
    assert Filters(region="辽宁省", on=date(2020, 1, 1)).among(DOCUMENTS, always) == frozenset({"ln"})
    with pytest.raises(FilterError, match="region=辽宁省、on=2018-01-01"):
        Filters(region="辽宁省", on=date(2018, 1, 1)).among(DOCUMENTS, always)


def test_only_documents_that_pass_the_other_fields_are_asked_whether_they_are_in_force() -> None:
    heard: list[str] = []

    def hears(document_id: str, _: date) -> bool:
        heard.append(document_id)
        return True

    Filters(level="市级", on=date(2020, 1, 1)).among(DOCUMENTS, hears)
    assert heard == ["sy"]


@pytest.mark.parametrize(
    ("filters", "named"),
    [
        (Filters(document="没有"), "document=没有"),
        (Filters(region="吉林省"), "region=吉林省"),
        (Filters(level="国家级"), "level=国家级"),
        (Filters(issuer="国务院"), "issuer=国务院"),
        (Filters(year=2021), "year=2021"),
        (Filters(region="辽宁省", level="市级"), "region=辽宁省、level=市级"),
        (Filters(on=date(2020, 1, 1)), "on=2020-01-01"),
    ],
)
def test_filters_that_nothing_passes_are_named(filters: Filters, named: str) -> None:
    with pytest.raises(FilterError, match=named):
        filters.among(DOCUMENTS, never)


def test_the_choices_are_told_for_the_fields_that_were_asked_for() -> None:
    with pytest.raises(FilterError) as refused:
        Filters(region="吉林省", year=2018).among(DOCUMENTS, never)
    assert str(refused.value) == (
        "没有一份文件符合筛选条件 region=吉林省、year=2018。region 可以是 沈阳市、辽宁省；请改正或放宽条件。"
    )


def test_an_unknown_filter_is_refused() -> None:
    with pytest.raises(ValidationError, match="city"):
        Filters.model_validate({"city": "沈阳市"})


def test_of_many_choices_ten_are_named() -> None:
    documents = [replace(PROVINCE, id=f"d{number:02}") for number in range(12)]
    with pytest.raises(FilterError, match="d09……等 12 个") as caught:
        Filters(document="x").among(documents, lambda document, day: True)
    assert "d10" not in str(caught.value)
