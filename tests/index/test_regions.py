from pathlib import Path

import pytest

import index
from index.regions import cities_of, concerns, kinship, known_regions, province_of, regions_in


@pytest.mark.parametrize(
    ("question", "regions"),
    [
        ("吉林省有多少家高企?", ["吉林"]),
        ("沈阳和大连两市的目标", ["沈阳", "大连"]),
        ("沈阳市的目标,沈阳怎么定的", ["沈阳"]),
        ("全省有多少家企业?", []),
        ("东北大学和海南航空", ["海南"]),
        ("广州市的补贴", ["广州"]),
        ("贵州省和恩施州", ["贵州", "恩施"]),
    ],
)
def test_regions_are_words_of_their_own(question: str, regions: list[str]) -> None:
    assert regions_in(question) == regions


@pytest.mark.parametrize(
    ("region", "text", "held", "expected"),
    [
        ("沈阳", "支持企业", "沈阳市", True),
        ("大连", "支持企业", "辽宁省", True),
        ("大连", "支持企业", "沈阳市", False),
        ("大连", "支持沈阳、大连两市", "沈阳市", True),
        ("吉林", "支持企业", "辽宁省", False),
        ("吉林", "支持企业", None, True),
        ("吉林", "支持企业", "全国", True),
        ("鞍山", "支持企业", "马鞍山市", False),
        ("中山", "支持企业", "大连市中山区", True),
    ],
)
def test_a_region_is_concerned_by_name_or_by_its_province(
    region: str, text: str, held: str | None, expected: bool
) -> None:
    assert concerns(region, text, held) is expected


@pytest.mark.parametrize(
    ("region", "held"),
    [
        ("沈阳", "沈阳市"),
        ("辽宁", "辽宁省"),
        ("吉林", "吉林市"),
        ("广西", "广西壮族自治区"),
        ("沈阳", "辽宁省沈阳市"),
        ("朝阳", "北京市朝阳区"),
    ],
)
def test_a_region_is_nearest_to_what_holds_for_it(region: str, held: str) -> None:
    assert kinship(region, held) == 1.0


@pytest.mark.parametrize(
    ("region", "held"), [("沈阳", "辽宁省"), ("辽宁", "沈阳市"), ("辽宁", "大连市中山区"), ("沈阳", "全国")]
)
def test_a_province_and_its_city_are_neither_near_nor_strangers(region: str, held: str) -> None:
    assert kinship(region, held) == 0.0


@pytest.mark.parametrize(
    ("region", "held"),
    [
        ("吉林", "辽宁省"),
        ("长春", "辽宁省"),
        ("吉林", "沈阳市"),
        ("大连", "沈阳市"),
        ("大连", "辽宁省沈阳市"),
        ("沈阳", "北京市朝阳区"),
        ("石家庄", "天津市河北区"),
        ("鞍山", "马鞍山市"),
        ("马鞍山", "鞍山市"),
    ],
)
def test_other_provinces_and_sister_cities_are_strangers(region: str, held: str) -> None:
    assert kinship(region, held) == -1.0


@pytest.mark.parametrize(
    ("region", "province"),
    [("沈阳", "辽宁"), ("辽宁", "辽宁"), ("马鞍山", "安徽"), ("沈阳市", None), ("全国", None), ("", None)],
)
def test_a_region_has_a_province_by_its_short_name(region: str, province: str | None) -> None:
    assert province_of(region) == province


@pytest.mark.parametrize(
    ("initials", "cities"),
    [
        ("沈大", ("沈阳", "大连")),
        ("合芜蚌", ("合肥", "芜湖", "蚌埠")),
        ("杭嘉湖", ("杭州", "嘉兴", "湖州")),
        ("广深", ("广州", "深圳")),
        ("福厦泉", ("福州", "厦门", "泉州")),
        ("郑洛新", ("郑州", "洛阳", "新乡")),
    ],
)
def test_a_zone_is_named_by_the_first_characters_of_its_cities(
    initials: str, cities: tuple[str, ...]
) -> None:
    assert cities_of(initials) == cities


@pytest.mark.parametrize("initials", ["", "沈", "沈广", "的大", "广东", "河南", "江苏", "南江", "京津"])
def test_one_character_two_provinces_and_the_name_of_a_region_name_no_cities(initials: str) -> None:
    assert cities_of(initials) == ()


def test_every_region_is_known_by_one_name_and_has_a_province_that_is_known() -> None:
    regions = known_regions()
    provinces = [region for region in regions if province_of(region) == region]
    assert {province_of(region) for region in regions} == set(provinces)
    # 333 of the second level: 吉林市 and 海南州 go by their provinces' names, 雄安 and 济源 come on top.
    assert (len(provinces), len(set(regions)), len(regions)) == (34, 34 + 333, 34 + 333)
    assert provinces[:5] == ["北京", "天津", "上海", "重庆", "河北"]


def test_no_region_stands_in_two_provinces() -> None:
    lines = (Path(index.__file__).parent / "regions.txt").read_text(encoding="utf-8").splitlines()
    names = [name for line in lines if not line.startswith("#") for name in line.split()]
    assert sorted({name for name in names if names.count(name) > 1}) == []
