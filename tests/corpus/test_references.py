import pytest

from corpus.references import references_of


@pytest.mark.parametrize(
    ("text", "kind", "found", "title"),
    [
        ("依照本办法第十二条第二款的规定。", "article", "本办法第十二条第二款", ""),
        ("有第三条第四项所称情形的。", "article", "第三条第四项", ""),
        ("违反刑法第一百二十条之一的。", "article", "刑法第一百二十条之一", "刑法"),
        (
            "按照道路交通安全法第九十条第一款第（三）项执行。",
            "article",
            "道路交通安全法第九十条第一款第（三）项",
            "道路交通安全法",
        ),
        ("根据国函〔2016〕65号要求。", "number", "国函〔2016〕65号", ""),
        ("落实辽政发[2016]34号文件。", "number", "辽政发[2016]34号", ""),
        ("落实《中国制造2025》。", "title", "《中国制造2025》", ""),
    ],
)
def test_what_a_clause_cites_is_found_whole(text: str, kind: str, found: str, title: str) -> None:
    (reference,) = references_of(text, start=100)
    assert (reference.kind, reference.text, reference.title) == (kind, found, title)
    assert text[reference.start - 100 : reference.end - 100] == found


def test_articles_joined_to_one_of_another_law_are_of_that_law() -> None:
    found = references_of("按照《某省条例》第二条、第三条第二款和第四条第（一）、（二）项，适用第五条。")
    assert [(reference.text, reference.title) for reference in found if reference.kind == "article"] == [
        ("《某省条例》第二条", "某省条例"),
        ("第三条第二款", "某省条例"),
        ("第四条第（一）、（二）项", "某省条例"),
        ("第五条", ""),
    ]


def test_a_title_inside_a_title_is_cited_as_well() -> None:
    text = "贯彻《国务院关于实施〈中华人民共和国促进科技成果转化法〉若干规定的通知》（国发〔2016〕16号）。"
    assert [reference.text for reference in references_of(text)] == [
        "《国务院关于实施〈中华人民共和国促进科技成果转化法〉若干规定的通知》",
        "〈中华人民共和国促进科技成果转化法〉",
        "国发〔2016〕16号",
    ]


@pytest.mark.parametrize(
    "text",
    [
        "第十二条 为了创新，制定本办法。",
        "（以下简称《纲要》）",
        "办好《科普与生活》和《科技致富》栏目。",
        "有三条措施。",
    ],
)
def test_what_cites_nothing_gives_no_reference(text: str) -> None:
    assert references_of(text) == ()
