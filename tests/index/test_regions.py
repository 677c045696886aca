import pytest

from service.regions import concerns, regions_in


@pytest.mark.parametrize(
    ("question", "regions"),
    [
        ("吉林省有多少家高企?", ["吉林"]),
        ("沈阳和大连两市的目标", ["沈阳", "大连"]),
        ("沈阳市的目标,沈阳怎么定的", ["沈阳"]),
        ("全省有多少家企业?", []),
        ("东北大学和海南航空", ["海南"]),
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
    ],
)
def test_a_region_is_concerned_by_name_or_by_its_province(
    region: str, text: str, held: str | None, expected: bool
) -> None:
    assert concerns(region, text, held) is expected
