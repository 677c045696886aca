from corpus.clause import Clause, Kind
from corpus.document import Document
from service.answer import Citation, Conflict, Origin, Statement, Value
from service.citing import cited, compared, judged
from service.composer import Draft
from service.conflicts import Disagreement, Stated
from service.evidence import CERTAIN
from service.premise import Verdict
from service.premises.finding import Kind as Asserted
from service.spans import Span

TEXT = "一、人才。对离岗创业的，经批准，可在3年内保留关系。但公务员除外。另给补贴5万元。兼职成果互认。"
DOCUMENT = Document("d", "办法", None, None, None, None, None, None, "d.txt", "前言。\n" + TEXT)
START = len("前言。\n")
CLAUSE = Clause("d#1", "d", ("一、人才",), Kind.ITEM, START, START + len(TEXT), TEXT)
OTHER_TEXT = "补贴8万元。"
OTHER = Clause("e#1", "e", (), Kind.ITEM, 0, len(OTHER_TEXT), OTHER_TEXT)
ORIGINS = {
    "d": Origin.of(DOCUMENT),
    "e": Origin("e", "通知", None, None, None),
}


def place(words: str, clause: Clause = CLAUSE) -> tuple[int, int]:
    start = clause.start + clause.text.index(words)
    return start, start + len(words)


def draft(words: str, connective: str = "", clause: Clause = CLAUSE) -> Draft:
    return Draft(connective, Span(clause, *place(words, clause), words, 1.0))


def verdict(quote: str) -> Verdict:
    start, end = place(quote)
    return Verdict(Asserted.NUMBER, True, "5年", CLAUSE, start, end, quote, "3年", "不是：")


def stated(value: str, words: str, clause: Clause) -> Stated:
    return Stated(value, 2020, "全省", "省级", clause, *place(words, clause))


def disagreement(*values: Stated) -> Disagreement:
    return Disagreement("补贴", "conflict", values)


def test_each_draft_becomes_a_statement_with_the_citation_of_its_quote() -> None:
    statements, citations = cited([draft("补贴5万元"), draft("补贴8万元", "此外，", OTHER)], ORIGINS)
    assert statements == (Statement("补贴5万元。", (1,)), Statement("此外，补贴8万元。", (2,)))
    assert citations == (
        Citation(1, "d#1", ORIGINS["d"], ("一、人才",), "补贴5万元", *place("补贴5万元")),
        Citation(2, "e#1", ORIGINS["e"], (), "补贴8万元", 0, 5),
    )
    assert DOCUMENT.text[citations[0].start : citations[0].end] == "补贴5万元"
    assert cited([], ORIGINS) == ((), ())


def test_where_nothing_is_asserted_the_drafts_stay_as_they_are() -> None:
    drafts = [draft("补贴5万元"), draft("兼职成果互认", "同时，")]
    assert judged(None, drafts) == drafts


def test_what_a_clause_says_to_an_assertion_stands_first_with_what_it_holds_for() -> None:
    (opening,) = judged(verdict("可在3年内保留关系"), [])
    assert opening.text == "不是：对离岗创业的，经批准，可在3年内保留关系。但公务员除外。"
    span = opening.span
    assert (span.clause, span.score) == (CLAUSE, CERTAIN)
    assert DOCUMENT.text[span.start : span.end] == span.text


def test_behind_it_the_first_draft_gets_a_connective_and_the_others_keep_theirs() -> None:
    drafts = [draft("兼职成果互认"), draft("补贴8万元", "此外，", OTHER)]
    texts = [one.text for one in judged(verdict("另给补贴5万元"), drafts)]
    assert texts == ["不是：另给补贴5万元。", "同时，兼职成果互认。", "此外，补贴8万元。"]


def test_what_is_said_to_an_assertion_is_not_said_again() -> None:
    drafts = [
        draft("另给补贴5万元。兼职成果互认"),
        draft("补贴5万元", "此外，"),
        draft("补贴8万元", "同时，", OTHER),
    ]
    texts = [one.text for one in judged(verdict("另给补贴5万元"), drafts)]
    assert texts == ["不是：另给补贴5万元。", "同时，补贴8万元。"]


def test_a_value_that_is_quoted_refers_to_its_quote_and_others_get_citations_of_their_own() -> None:
    _, citations = cited([draft("兼职成果互认"), draft("另给补贴5万元")], ORIGINS)
    found = disagreement(stated("5万元", "补贴5万元", CLAUSE), stated("8万元", "补贴8万元", OTHER))
    conflicts, numbered = compared([found], citations, ORIGINS)
    values = (Value("5万元", 2020, "全省", 2, "省级"), Value("8万元", 2020, "全省", 3, "省级"))
    assert conflicts == (Conflict("补贴", "conflict", values),)
    assert numbered[:2] == citations
    assert numbered[2:] == (Citation(3, "e#1", ORIGINS["e"], (), "补贴8万元", 0, 5),)


def test_a_quote_at_the_same_place_of_another_document_holds_no_value() -> None:
    start, end = place("另给补贴5万元")
    elsewhere = Citation(1, "e#1", ORIGINS["e"], (), "另给补贴5万元", start, end)
    found = disagreement(stated("5万元", "补贴5万元", CLAUSE))
    (conflict,), numbered = compared([found], [elsewhere], ORIGINS)
    assert [value.citation for value in conflict.values] == [2]
    assert [citation.document.id for citation in numbered] == ["e", "d"]


def test_a_value_in_two_conflicts_is_cited_once_and_numbers_go_on_from_the_highest() -> None:
    _, citations = cited([draft("兼职成果互认"), draft("补贴5万元")], ORIGINS)
    found = disagreement(stated("8万元", "补贴8万元", OTHER))
    # The first statement did not hold: number 2 is all that is left.
    conflicts, numbered = compared([found, found], citations[1:], ORIGINS)
    assert [conflict.values[0].citation for conflict in conflicts] == [3, 3]
    assert [citation.number for citation in numbered] == [2, 3]


def test_without_disagreements_the_citations_stay_as_they_are() -> None:
    _, citations = cited([draft("补贴5万元")], ORIGINS)
    assert compared([], citations, ORIGINS) == ((), citations)
