import time
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import index
from index.counties import Place, places_in
from index.regions import known_regions, province_of
from index.terms import normalised

LINES = [
    line.split()
    for line in (Path(index.__file__).parent / "counties.txt").read_text(encoding="utf-8").splitlines()
    if line.strip() and not line.startswith("#")
]
COUNTIES = {city: names for city, *names in LINES if city != "!"}
PIECES = (
    *(
        "沈阳",
        "大连市",
        "辽宁省",
        "铁西区",
        "铁西",
        "法库县",
        "昆山",
        "资源",
        "公安县",
        "海城",
        "朝阳",
        "北京市",
    ),
    *("海南区", "浦东新区", "企业", "和", "，", " ", "１", "ｋｍ", "①", "的"),
)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("辽宁省的企业", [Place("辽宁", "", "辽宁", 0)]),
        ("我们在沈阳市", [Place("沈阳", "沈阳", "辽宁", 3)]),
        ("法库县的合作社", [Place("法库", "沈阳", "辽宁", 0)]),
        ("在昆山开厂", [Place("昆山", "苏州", "江苏", 1)]),
        ("浦东新区", [Place("浦东", "", "上海", 0)]),
        ("神农架林区", [Place("神农架", "", "湖北", 0)]),
        ("马鞍山市", [Place("马鞍山", "马鞍山", "安徽", 0)]),
        ("全国各地", []),
        ("", []),
    ],
)
def test_a_place_comes_with_its_city_and_its_province(text: str, expected: list[Place]) -> None:
    assert places_in(text) == expected


def test_places_stand_in_the_order_in_which_they_are_first_named() -> None:
    assert [(place.name, place.start) for place in places_in("沈阳和大连，沈阳在前")] == [
        ("沈阳", 0),
        ("大连", 3),
    ]


def test_a_place_counts_the_normalised_text() -> None:
    assert places_in("ＡＢ 沈 阳") == [Place("沈阳", "沈阳", "辽宁", 2)]


def test_a_county_is_not_looked_for_where_a_city_tells_it_already() -> None:
    assert [place.name for place in places_in("沈阳市法库县")] == ["沈阳"]


@pytest.mark.parametrize("text", ["铁西区的企业", "和平区", "通州区", "海城市"])
def test_a_county_that_many_cities_have_is_told_by_none(text: str) -> None:
    assert places_in(text) == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("北京市朝阳区", [Place("北京", "", "北京", 0), Place("朝阳", "", "北京", 3)]),
        ("天津和平区", [Place("天津", "", "天津", 0), Place("和平", "", "天津", 2)]),
        ("江苏通州区", [Place("江苏", "", "江苏", 0), Place("通州", "南通", "江苏", 2)]),
    ],
)
def test_the_province_before_it_tells_which_county_is_meant(text: str, expected: list[Place]) -> None:
    assert places_in(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("海南区的厂", [Place("海南区", "乌海", "内蒙古", 0)]),
        ("天津市河北区", [Place("天津", "", "天津", 0), Place("河北区", "", "天津", 3)]),
        ("河南县域经济", [Place("河南", "", "河南", 0)]),
        ("海南区域合作", [Place("海南", "", "海南", 0)]),
    ],
)
def test_a_district_that_is_named_like_a_province_is_not_the_province(
    text: str, expected: list[Place]
) -> None:
    assert places_in(text) == expected


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("公安县", ["公安"]),
        ("公安局", []),
        ("资源共享", []),
        ("资源县的企业", ["资源"]),
        ("法库", ["法库"]),
        ("海港市场", []),
        ("海港区", ["海港"]),
    ],
)
def test_an_everyday_word_is_a_place_only_with_its_kind(text: str, names: list[str]) -> None:
    assert [place.name for place in places_in(text)] == names


@given(st.lists(st.sampled_from(PIECES), max_size=10).map("".join))
@settings(max_examples=150, deadline=None)
def test_places_begin_where_they_say_and_stand_once_and_in_order(text: str) -> None:
    plain, found = normalised(text), places_in(text)
    assert all(plain.startswith(place.name, place.start) for place in found)
    assert len({place.name for place in found}) == len(found)
    assert [place.start for place in found] == sorted(place.start for place in found)


@given(st.text())
@settings(max_examples=50, deadline=None)
def test_any_text_has_places_of_known_provinces_only(text: str) -> None:
    assert {province_of(place.province) for place in places_in(text)} == {
        place.province for place in places_in(text)
    }


@pytest.mark.parametrize("piece", ["甲", "法库县", "铁西", "甲，", "市"])
def test_a_line_without_end_is_read_in_bounded_time(piece: str) -> None:
    places_in(piece)
    begin = time.process_time()
    places_in(piece * (30_000 // len(piece)))
    assert time.process_time() - begin < 5


def test_every_line_is_a_known_region_and_stands_once() -> None:
    heads = [line[0] for line in LINES]
    assert [head for head in heads if head != "!" and province_of(head) is None] == []
    assert sorted({head for head in heads if heads.count(head) > 1}) == []


def test_no_line_names_a_county_twice_or_by_one_character() -> None:
    assert [(line[0], name) for line in LINES for name in line[1:] if line.count(name) > 1] == []
    assert [name for names in COUNTIES.values() for name in names if len(name) == 1] == []


def test_no_county_has_the_name_of_its_own_city_or_of_a_province() -> None:
    provinces = {province_of(region) for region in known_regions()}
    assert [(city, name) for city, names in COUNTIES.items() for name in names if name == city] == []
    assert {name for names in COUNTIES.values() for name in names} & provinces == set()


def test_every_city_has_a_line() -> None:
    cities = {region for region in known_regions() if province_of(region) != region}
    assert cities - COUNTIES.keys() == set()


def test_an_everyday_name_is_the_name_of_a_county() -> None:
    (everyday,) = (line[1:] for line in LINES if line[0] == "!")
    assert set(everyday) - {name for names in COUNTIES.values() for name in names} == set()
