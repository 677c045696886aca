from dataclasses import replace
from datetime import date

from corpus.document import Document, Repair
from corpus.linking import Library
from corpus.splitter import split
from service.answer import Citation, Origin
from service.notices import notices_of, unsure_of

PLAN = Document(
    id="d",
    title="关于《纲要》的计划",
    issuer="省政府",
    number=None,
    date="2018",
    region=None,
    level=None,
    period=(2018, 2020),
    source="d.txt",
    text="比重达到2.5％，件数不限。",
    inferred=("issuer", "date"),
    repairs=(Repair("private-use", 5, 5, "\ue010", "."), Repair("line-break", 9, 9, "\n", "")),
)
DOCUMENTS = {"d": PLAN}
LIBRARY = Library([PLAN], [])


def cited(start: int, end: int, number: int = 1) -> Citation:
    return Citation(number, "d#1", Origin.of(PLAN), (), PLAN.text[start:end], start, end)


def test_a_past_period_and_unprinted_fields_are_noticed_once() -> None:
    assert notices_of((cited(9, 13), cited(9, 12, 2)), DOCUMENTS, LIBRARY, date(2021, 1, 1)) == (
        "《关于〈纲要〉的计划》：规划期（2018–2020年）已过，请确认是否仍然适用；"
        "原文没有印出发文机关、日期，这里写的是推定的。",
    )


def test_a_period_is_not_over_in_its_last_year() -> None:
    assert not any(
        "已过" in notice for notice in notices_of((cited(0, 8),), DOCUMENTS, LIBRARY, date(2020, 12, 31))
    )


def test_a_repair_is_noticed_only_inside_the_quote() -> None:
    inside = notices_of((cited(0, 8),), DOCUMENTS, LIBRARY, date(2020, 1, 1))
    assert [notice for notice in inside if "已修复" in notice] == [
        "引文 [1] 中“重达到2.5％，”的小数点在原文件里是无法显示的字符，已修复。"
    ]
    outside = notices_of((cited(9, 13),), DOCUMENTS, LIBRARY, date(2020, 1, 1))
    assert not any("已修复" in notice for notice in outside)


def test_an_answer_that_was_nearly_refused_carries_a_warning() -> None:
    assert unsure_of(0.74, 0.4) == ()
    assert unsure_of(0.41, 0.4) == ("把握不大（0.41）：请核对引用的条款是否切合所问。",)


def test_a_document_out_of_force_is_noticed() -> None:
    old = replace(PLAN, id="old", title="某办法", period=None, inferred=(), repairs=())
    old = replace(old, text="第一条 达到2％。\n第二条 本办法自2018年1月1日起施行，有效期2年。\n")
    new = replace(old, id="new", title="新办法", text="第一条 自2021年1月1日起施行。《某办法》同时废止。\n")
    citation = Citation(1, "old#1", Origin.of(old), (), "达到2％", 4, 8)

    def noticed(documents: list[Document], day: date) -> tuple[str, ...]:
        library = Library(documents, [clause for document in documents for clause in split(document)])
        return notices_of((citation,), {"old": old}, library, day)

    assert noticed([old], date(2019, 1, 1)) == ()
    assert noticed([old], date(2017, 1, 1)) == ("《某办法》：自 2018-01-01 起施行，现在还没有生效。",)
    assert noticed([old], date(2020, 1, 1)) == (
        "《某办法》：有效期到 2019-12-31，已过，请确认是否仍然适用。",
    )
    assert noticed([old, new], date(2019, 1, 1)) == ()
    assert noticed([old, new], date(2021, 1, 1)) == (
        "《某办法》：已被库里的另一份文件废止，请以新文件为准。",
    )


def test_a_newer_document_on_the_same_subject_is_named() -> None:
    old = replace(PLAN, id="old", title="某市2018年工作要点", period=None, inferred=(), repairs=())
    new = replace(old, id="new", title="某市2019年工作要点", date="2019")
    library = Library([old, new], [])
    assert notices_of(
        (Citation(1, "old#1", Origin.of(old), (), "达到", 2, 4),), {"old": old}, library, date(2020, 1, 1)
    ) == (
        "《某市2018年工作要点》：同一机关后来又发了《某市2019年工作要点》（2019），请核对是否以新文件为准。",
    )
