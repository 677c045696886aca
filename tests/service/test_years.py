from dataclasses import replace

from corpus.document import Document
from corpus.splitter import split
from service.years import Years, years_in

TEXT = (
    "一、目标\n"
    "（一）总体目标\n"
    "第一步，到2020年，建成创新型省份。\n"
    "比重达到2.5％。\n"
    "第二步，到2030年，比重超过2.8％。\n"
    "（二）措施\n"
    "落实政策。\n"
)
BARE = Document("d", "题", None, None, None, None, None, None, "d.txt", TEXT)


def governing(document: Document, quote: str) -> set[int]:
    clauses = split(document)
    start = document.text.index(quote)
    clause = next(clause for clause in clauses if clause.start <= start < clause.end)
    return Years({document.id: document}, clauses).governing(clause, start, start + len(quote))


def test_years_are_read_with_or_without_a_blank_and_in_ranges() -> None:
    assert years_in("到 2020 年，比2015年") == {2015, 2020}
    assert years_in("2018-2020年") == {2018, 2020}
    assert years_in("2020家企业，12025年") == set()


def test_a_span_speaks_of_the_last_year_named_under_its_heading() -> None:
    assert governing(BARE, "建成创新型省份") == {2020}
    assert governing(BARE, "比重达到2.5％") == {2020}
    assert governing(BARE, "比重超过2.8％") == {2030}


def test_without_a_year_above_the_planning_period_governs() -> None:
    assert governing(BARE, "落实政策") == set()
    assert governing(replace(BARE, period=(2018, 2020)), "落实政策") == {2018, 2019, 2020}
