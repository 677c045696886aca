from dataclasses import replace

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
    assert filters.among(DOCUMENTS) == frozenset(expected)


def test_a_document_passes_by_its_date_outside_its_period() -> None:
    planned_later = replace(PROVINCE, date="2017-12-01")
    assert Filters(year=2017).among([planned_later]) == frozenset({"ln"})


def test_no_filters_restrict_nothing() -> None:
    assert Filters().among(DOCUMENTS) is None
    assert Filters().among([]) is None


@pytest.mark.parametrize(
    ("filters", "named"),
    [
        (Filters(document="没有"), "document=没有"),
        (Filters(region="吉林省"), "region=吉林省"),
        (Filters(level="国家级"), "level=国家级"),
        (Filters(issuer="国务院"), "issuer=国务院"),
        (Filters(year=2021), "year=2021"),
        (Filters(region="辽宁省", level="市级"), "region=辽宁省、level=市级"),
    ],
)
def test_filters_that_nothing_passes_are_named(filters: Filters, named: str) -> None:
    with pytest.raises(FilterError, match=named):
        filters.among(DOCUMENTS)


def test_an_unknown_filter_is_refused() -> None:
    with pytest.raises(ValidationError, match="city"):
        Filters.model_validate({"city": "沈阳市"})
