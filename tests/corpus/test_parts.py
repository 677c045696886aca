import pytest

from corpus.parts import enumerated


@pytest.mark.parametrize(
    ("text", "stretches"),
    [
        ("问题：一是投入不足。二是体制不顺。", ["一是投入不足。", "二是体制不顺。"]),
        ("要做到：一要抓早；二要抓小；三要抓实。", ["一要抓早；", "二要抓小；", "三要抓实。"]),
        ("首先，摸底；其次，立项；最后，验收。", ["首先，摸底；", "其次，立项；", "最后，验收。"]),
        ("条件：（1）有场地；（2）有团队。", ["（1）有场地；", "（2）有团队。"]),
        ("包括①设备；②软件。", ["①设备；", "②软件。"]),
        ("第一，加强领导。第二，加大投入。", ["第一，加强领导。", "第二，加大投入。"]),
    ],
)
def test_an_enumeration_is_cut_at_its_markers(text: str, stretches: list[str]) -> None:
    assert [text[found.start : found.end] for found in enumerated(text)] == stretches


@pytest.mark.parametrize(
    "text",
    [
        "一是投入不足。",
        "三是投入不足；四是体制不顺。",
        "依照第（一）项、第（二）项的规定办理。",
        "科技投入一是一，二是二。",
        "增长1.5倍，达到2.8%。",
    ],
)
def test_what_does_not_count_from_one_is_no_enumeration(text: str) -> None:
    assert enumerated(text) == []


def test_labels_count_only_in_a_box() -> None:
    text = "新材料领域。钢铁材料：研发新技术；化工材料：研发催化剂。"
    assert enumerated(text) == []
    assert [found.title for found in enumerated(text, in_box=True)] == ["钢铁材料", "化工材料"]


def test_a_lone_first_marker_counts_where_the_next_clause_goes_on() -> None:
    text = "1.新机遇。一是工业革命带来机遇。"
    assert [found.label for found in enumerated(text, least=1)] == ["1"]
