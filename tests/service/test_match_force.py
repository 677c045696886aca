from datetime import date

import pytest

from corpus.clause import Clause, Kind
from corpus.document import Document
from corpus.linking import Library
from service.matching.force import Force, Forces


def document_of(
    id_: str, title: str, date_: str | None, body: str, period: tuple[int, int] | None = None
) -> Document:
    return Document(
        id_, title, "大连市人民政府", None, date_, "大连市", None, period, "f", f"{title}\n{body}"
    )


def on(day: str, *documents: Document) -> Force:
    """The force of the first of some documents on a day."""
    clauses = [
        Clause(
            f"{one.id}#1",
            one.id,
            ("一",),
            Kind.PARAGRAPH,
            len(one.title) + 1,
            len(one.text),
            one.text[len(one.title) + 1 :],
        )
        for one in documents
    ]
    forces = Forces({one.id: one for one in documents}, Library(documents, clauses))
    return forces.on(documents[0].id, date.fromisoformat(day))


DATED = document_of("a", "大连市补贴办法", "2018-03-05", "给予补贴。")
PLAN = document_of("a", "大连市行动计划", "2018-03-05", "给予补贴。", (2018, 2020))
YEAR = document_of("a", "大连市2019年工作要点", "2019", "给予补贴。", (2019, 2019))
ENDING = document_of(
    "a", "大连市补贴办法", "2018-03-05", "本办法自2018年5月1日起施行，有效期至2020年4月30日。"
)
OPEN = document_of("a", "大连市补贴办法", "2018-03-05", "本办法自2018年5月1日起施行。")
BARE = document_of("a", "大连市补贴办法", None, "给予补贴。")


@pytest.mark.parametrize(
    ("document", "day", "force"),
    [
        (DATED, "2019-06-01", Force("2018-03-05印发，没有写有效期", over=False, barred="")),
        (
            DATED,
            "2018-03-04",
            Force("2018-03-05印发，没有写有效期", over=False, barred="时间不符：文件2018-03-05才印发"),
        ),
        (DATED, "2018-03-05", Force("2018-03-05印发，没有写有效期", over=False, barred="")),
        (BARE, "1990-01-01", Force("没有写有效期", over=False, barred="")),
        (PLAN, "2020-12-31", Force("规划期2018–2020年", over=False, barred="")),
        (PLAN, "2021-01-01", Force("规划期2018–2020年", over=True, barred="已过期：规划期2018–2020年已过")),
        (YEAR, "2019-01-01", Force("规划期2019年", over=False, barred="")),
        (YEAR, "2018-12-31", Force("规划期2019年", over=False, barred="时间不符：文件2019才印发")),
        (YEAR, "2020-01-01", Force("规划期2019年", over=True, barred="已过期：规划期2019年已过")),
        (ENDING, "2018-05-01", Force("2018-05-01起，到2020-04-30止", over=False, barred="")),
        (
            ENDING,
            "2018-04-30",
            Force("2018-05-01起，到2020-04-30止", over=False, barred="时间不符：自2018-05-01起施行"),
        ),
        (ENDING, "2020-04-30", Force("2018-05-01起，到2020-04-30止", over=False, barred="")),
        (
            ENDING,
            "2020-05-01",
            Force("2018-05-01起，到2020-04-30止", over=True, barred="已过期：有效期到2020-04-30"),
        ),
        (OPEN, "2026-11-21", Force("2018-05-01起，没有写到何时", over=False, barred="")),
    ],
)
def test_a_document_holds_from_its_first_day_to_its_last(document: Document, day: str, force: Force) -> None:
    assert on(day, document) == force


def test_a_document_that_a_later_one_repeals_is_over_from_then_on() -> None:
    later = document_of(
        "b", "大连市新办法", "2019-05-01", "本办法自2019年5月1日起施行。《大连市补贴办法》同时废止。"
    )
    assert on("2019-06-01", DATED, later).barred == "已过期：文件已被废止"
    assert on("2019-06-01", DATED, later).over
    assert on("2019-04-30", DATED, later).barred == ""
