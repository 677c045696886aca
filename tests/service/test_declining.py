from dataclasses import replace

from corpus.clause import Clause, Kind
from corpus.document import Document
from index.hit import Hit
from service import declining
from service.shortfall import Shortfall

PLAN = Document(
    "plan",
    "科技规划",
    None,
    None,
    "2016",
    "辽宁省",
    "省级",
    (2016, 2020),
    "p.txt",
    "高新技术企业达到4000家。",
)
LAW = Document("law", "办法", None, None, None, "辽宁省", "省级", None, "l.txt", "对企业给予补助。")


def found(document: Document, *path: str) -> tuple[Hit, Document]:
    text = document.text
    return Hit(Clause("c", document.id, path, Kind.ITEM, 0, len(text), text), 1.0, {}, 0.5), document


def knows(word: str) -> bool:
    return word == "上海"


def refusal(question: str, near: list[tuple[Hit, Document]]) -> str:
    return declining.refusal(question, Shortfall.of(question, near, knows))


def missing(question: str, near: list[tuple[Hit, Document]]) -> list[str]:
    return declining.missing(question, Shortfall.of(question, near, knows))


def test_a_refusal_says_that_nothing_was_found_what_is_missing_and_what_is_shown() -> None:
    assert refusal("吉林省的高新技术企业有多少家?", [found(PLAN)]) == (
        "现有文件中没有找到能回答这个问题的条款。文件没有涉及吉林。下面列出最接近的条款，供参考。"
    )


def test_a_refusal_without_any_clause_says_what_to_do() -> None:
    assert refusal("吉林省的高新技术企业有多少家?", []) == (
        "现有文件中没有找到能回答这个问题的条款。请换一种说法，或者先加入谈到这件事的文件。"
    )


def test_years_ahead_of_the_documents_are_named_with_how_far_these_go() -> None:
    later = replace(PLAN, id="later", period=(2018, 2022))
    assert missing("2025年和2026年要多少家?", [found(PLAN), found(later), found(LAW)]) == [
        "文件没有说到2025年、2026年，相近的文件只规定到2022年。"
    ]
    assert missing("“十五五”时期要多少家?", [found(PLAN)]) == [
        "文件没有说到“十五五”时期，相近的文件只规定到2020年。"
    ]


def test_of_years_past_or_without_a_period_it_is_not_said_how_far_documents_go() -> None:
    assert missing("2010年有多少家?", [found(PLAN)]) == ["文件没有说到2010年。"]
    assert missing("2010年和2030年有多少家?", [found(PLAN)]) == ["文件没有说到2010年、2030年。"]
    assert missing("2030年有多少家?", [found(LAW)]) == ["文件没有说到2030年。"]


def test_places_are_named_before_years() -> None:
    assert missing("法库县和吉林2030年有多少家?", [found(LAW)]) == [
        "文件没有涉及吉林、法库县。",
        "文件没有说到2030年。",
    ]


def test_the_kind_of_answer_is_named_where_no_clause_holds_one() -> None:
    assert missing("给多少钱,什么时候截止?", [found(LAW)]) == ["相近的条款没有写明金额、时间。"]
    assert missing("给多少钱?", [found(LAW), found(replace(PLAN, text="补助5万元。"))]) == []
    # What the headings and the title say counts as well.
    assert missing("什么时候截止?", [found(LAW, "一、2016年度")]) == []
    assert missing("有什么支持?", [found(LAW)]) == []


def test_where_place_or_year_is_missing_no_more_is_said() -> None:
    assert missing("吉林给多少钱?", [found(LAW)]) == ["文件没有涉及吉林。"]


def test_small_talk_and_what_is_about_another_year_or_place_are_declined_whatever_was_found() -> None:
    def declined(question: str) -> bool:
        return declining.is_declined(question, Shortfall.of(question, [found(PLAN)], knows))

    assert declined("你好呀")
    assert declined("2010年高新技术企业有多少家?")
    assert not declined("2018年高新技术企业有多少家?")
    assert declined("吉林省高新技术企业有多少家?")
    assert declined("法库县高新技术企业有多少家?")
    # A clause elsewhere knows the place, or the question is about one that is spoken of as well.
    assert not declined("引来上海的高新技术企业多少家?")
    assert not declined("大连从吉林引来高新技术企业多少家?")
