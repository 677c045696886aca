import pytest

from corpus.document import Document
from service.bounds import Unreached, places_in, unreached, years_asked

PROVINCE = Document(
    "plan",
    "科技规划",
    None,
    None,
    "2016",
    "辽宁省",
    "省级",
    (2016, 2020),
    "p.txt",
    "农业县达到30个，滨海公路延长。",
)
NATION = Document(
    "law", "促进法", None, None, None, None, "国家级", None, "l.txt", "申请后十五个工作日内答复。"
)
CITY = Document(
    "city", "工作要点", None, None, "2019", "沈阳市", "市级", (2019, 2019), "c.txt", "支持法库县。"
)


def missed(question: str, *found: tuple[str, Document]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    far = unreached(question, found)
    return far.places, far.years


@pytest.mark.parametrize(
    ("question", "places"),
    [
        # Names that are words of the language, and names that are not.
        ("滨海新区有什么补贴?", ["滨海新区"]),
        ("法库县众创空间有多少家?", ["法库县"]),
        ("浑南新区和康平县哪个多?", ["浑南新区", "康平县"]),
        ("我在彰武县开厂", ["彰武县"]),
        ("新宾满族自治县呢?", ["新宾满族自治县"]),
        ("五峰土家族自治县呢?", ["五峰土家族自治县"]),
        # No names: kinds of counties, what is done with a zone, people.
        ("俺们县还能挤进去不?", []),
        ("民族自治县有什么政策?", []),
        ("有条件的县给不给钱?", []),
        ("产粮大县奖励多少?", []),
        ("百强县和贫困县怎么分?", []),
        ("建设新区有什么政策?", []),
        ("搬到新区怎么办?", []),
        ("国家级新区有几个?", []),
        ("高新区怎么申报?", []),
    ],
)
def test_counties_and_zones_are_places_by_their_names(question: str, places: list[str]) -> None:
    assert places_in(question) == places


@pytest.mark.parametrize(
    ("question", "years"),
    [
        ("2020年要达到多少家?", {"2020": [2020]}),
        ("2019-2021年呢?", {"2019": [2019], "2021": [2021]}),
        ("“十三五”末要达到多少?", {"十三五": [2016, 2017, 2018, 2019, 2020]}),
        ("十五五期间呢?", {"十五五": [2026, 2027, 2028, 2029, 2030]}),
        ("“十五”期间呢?", {"十五": [2001, 2002, 2003, 2004, 2005]}),
        ("九五时期呢?", {"九五": [1996, 1997, 1998, 1999, 2000]}),
        # Amounts, days of a month and shares are no years.
        ("突破2020家了吗?", {}),
        ("补贴2000元?", {}),
        ("20200件?", {}),
        ("占2020.5%?", {}),
        ("每月二十五前报?", {}),
        ("打九五折?", {}),
    ],
)
def test_years_and_plans_are_told_from_amounts(question: str, years: dict[str, list[int]]) -> None:
    assert {year: list(taken) for year, taken in years_asked(question)} == years


def test_a_place_is_reached_by_a_text_that_names_it_or_a_document_that_takes_it_in() -> None:
    about = ("高新技术企业达到4000家", PROVINCE)
    assert missed("大连和辽宁有多少家?", about) == ((), ())
    assert missed("吉林和大连有多少家?", about) == (("吉林",), ())
    assert missed("吉林有多少家?", ("与吉林省共建", PROVINCE)) == ((), ())
    assert missed("吉林有多少家?", about, ("申请认定", NATION)) == ((), ())
    assert missed("大连有多少家?", ("科技工作", CITY)) == (("大连",), ())


def test_a_county_is_reached_where_a_document_found_speaks_of_it() -> None:
    about = ("众创空间达到200家", PROVINCE)
    assert missed("法库县有多少家?", about) == (("法库县",), ())
    assert missed("法库县有多少家?", about, ("众创空间", CITY)) == ((), ())
    # What the document says as an ordinary word is not taken for a name.
    assert missed("滨海新区有多少家?", about) == ((), ())


def test_a_year_is_reached_by_a_text_that_names_it_or_a_document_that_plans_for_it() -> None:
    about = ("到2030年跻身前列", PROVINCE)
    assert missed("2018年、2030年和2031年呢?", about) == ((), ("2031",))
    assert missed("“十三五”和“十五五”时期呢?", about) == ((), ("十五五",))
    assert missed("“十五五”时期呢?", ("展望“十五五”", PROVINCE)) == ((), ())


def test_a_number_in_characters_is_not_a_plan_that_is_written_alike() -> None:
    assert missed("“十五”期间呢?", ("申请后十五个工作日内答复", NATION)) == ((), ("十五",))
    assert missed("“十五”期间呢?", ("比“十五”末增长一倍", NATION)) == ((), ())


def test_where_nothing_is_named_nothing_is_missed_and_nothing_found_reaches_nothing() -> None:
    assert unreached("有什么支持?", []) == Unreached((), ())
    assert unreached("吉林2020年有什么支持?", []) == Unreached(("吉林",), ("2020",))


def test_a_place_named_twice_is_missed_once() -> None:
    assert missed("吉林省的企业，吉林有多少家?", ("企业", PROVINCE)) == (("吉林",), ())
