import pytest

from index.regions import concerns, kinship, regions_in


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
