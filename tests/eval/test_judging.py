from collections.abc import Sequence
from dataclasses import replace

import pytest

from eval.judging import corrected, exact, judged, says, supported
from eval.questions import Question
from service.answer import Answer, Citation, Statement, Status
from tests.eval.answers import ANSWER, ANY, CITATION, CONFLICT, DOCUMENTS, REFUSED, UNANSWERABLE, cited


@pytest.mark.parametrize(
    ("text", "keys", "said"),
    [
        ("到2019年达到 ４０００ 家", ("4000家",), True),
        ("Ｒ & D投入占2.8%", ("r&d",), True),
        ("给\n十 万元", ("十万 元",), True),
        ("达到400家", ("4000家",), False),
        ("补贴十万元，保留三年", ("三年", "十万元"), True),
        ("补贴十万元，保留两年", ("三年", "十万元"), False),
    ],
)
def test_every_key_must_be_said_whatever_the_width_the_case_and_the_blanks(
    text: str, keys: Sequence[str], said: bool
) -> None:
    assert says(text, keys) is said


@pytest.mark.parametrize(
    ("citation", "is_exact"),
    [
        (CITATION, True),
        (replace(CITATION, start=3, end=8), False),
        (replace(CITATION, quote="补贴百万元"), False),
        (replace(CITATION, document=replace(CITATION.document, id="乙")), False),
        (replace(CITATION, document=replace(CITATION.document, id="丙")), False),
        (replace(CITATION, quote="", end=2), False),
        # Counted from the end of the 16 characters, the same words.
        (replace(CITATION, start=-14, end=-9), False),
    ],
)
def test_a_quote_is_exact_only_where_its_document_has_it(citation: Citation, is_exact: bool) -> None:
    assert exact(citation, DOCUMENTS) is is_exact


@pytest.mark.parametrize(
    ("statement", "quotes", "borne"),
    [
        ("给新认定的高新技术企业补贴10万元", ["对新认定的高新技术企业补贴10万元"], True),
        ("对新认定的高新技术企业补贴20万元", ["对新认定的高新技术企业补贴10万元"], False),
        ("补贴１０ 万元", ["补贴10万元。"], True),
        ("补贴1,500万元", ["补贴１５００万元"], True),
        ("增长2.8%", ["增长2%、8%"], False),
        ("由财政另行安排", ["补贴10万元"], False),
        ("甲乙丙丁", ["甲乙丙", "丙丁"], True),
        # Four of five bigrams, three of four.
        ("甲乙丙丁戊己", ["甲乙丙丁戊"], True),
        ("甲乙丙丁戊", ["甲乙丙丁"], False),
        ("补贴", [], False),
        ("同时，补贴", ["补贴"], True),
        ("同时，补贴", ["奖励"], False),
        ("到2020年，补贴", ["补贴"], False),
        # What an answer to a premise opens with denies nothing in the quote and leaves the rest as it is.
        ("不是：补贴10万元", ["补贴10万元"], True),
        ("是的：补贴10万元", ["补贴10万元"], True),
        ("与文件不符：补贴10万元", ["补贴10万元"], True),
        ("不是：不补贴企业", ["补贴企业"], False),
        ("不是：补贴20万元", ["补贴10万元"], False),
        # No other words before a colon are left aside.
        ("牵头单位：省科技厅", ["配合单位：省科技厅"], False),
    ],
)
def test_a_statement_needs_its_figures_and_four_fifths_of_its_bigrams_in_the_quotes(
    statement: str, quotes: Sequence[str], borne: bool
) -> None:
    assert supported(statement, quotes) is borne


def test_quotes_and_statements_count_one_by_one_and_a_quote_not_cited_bears_nothing() -> None:
    answer = cited(("甲", 2, 7), ("甲", 10, 15), ("乙", 0, 5), ("甲", 0, 7))
    # The second statement says what the second quote has, and cites the first.
    swapped = (answer.statements[0], Statement("奖励5万元", (1,)), *answer.statements[2:])
    shifted = (*answer.citations[:3], replace(answer.citations[3], start=1))
    found = judged(ANY, replace(answer, statements=swapped, citations=shifted), DOCUMENTS)
    assert (found["quotes exact"], found["statements supported"]) == (0.75, 0.75)


@pytest.mark.parametrize(
    ("question", "answer", "scores"),
    [
        (
            ANY,
            REFUSED,
            {"false alarms": 0.0, "false refusals": 1.0, "key facts": 0.0, "citation recall": 0.0},
        ),
        (UNANSWERABLE, REFUSED, {"false alarms": 0.0, "true refusals": 1.0}),
        (
            CONFLICT,
            REFUSED,
            {"false refusals": 1.0, "key facts": 0.0, "citation recall": 0.0, "conflicts found": 0.0},
        ),
        (
            UNANSWERABLE,
            ANSWER,
            {
                "false alarms": 0.0,
                "true refusals": 0.0,
                "quotes exact": 1.0,
                "statements supported": 1.0,
                "length": 5.0,
            },
        ),
        (
            ANY,
            replace(ANSWER, status=Status.PARTIAL),
            {
                "false alarms": 0.0,
                "false refusals": 0.0,
                "wrong corrections": 0.0,
                "key facts": 1.0,
                "citation recall": 1.0,
                "citation precision": 1.0,
                "quotes exact": 1.0,
                "statements supported": 1.0,
                "length": 5.0,
            },
        ),
    ],
)
def test_what_does_not_apply_is_left_out(
    question: Question, answer: Answer, scores: dict[str, float]
) -> None:
    assert judged(question, answer, DOCUMENTS) == scores


@pytest.mark.parametrize(
    ("text", "key", "there"),
    [
        ("增长13%", "3%", False),
        ("保留2013年", "3年", False),
        ("增长3%", "3%", True),
        ("比重2.3%", "3%", False),
        ("共3000家", "300", False),
        ("超过2.8%", "超过2", False),
        ("超过2。", "超过2", True),
        ("达到４０００ 家", "4000家", True),
    ],
)
def test_a_figure_in_a_key_is_a_whole_figure(text: str, key: str, there: bool) -> None:
    assert says(text, [key]) is there


def test_a_span_beyond_the_end_of_its_document_is_not_exact() -> None:
    whole = cited(("乙", 0, 6)).citations[0]
    assert exact(whole, DOCUMENTS)
    assert not exact(replace(whole, end=99), DOCUMENTS)


@pytest.mark.parametrize(
    ("statement", "quote", "borne"),
    [
        ("共20，30家", "共2030家", False),
        ("共20，30家", "共20，30家", True),
        ("共2,030家", "共2030家", True),
        ("共２０３０家", "共2,030家", True),
    ],
)
def test_a_comma_in_full_width_ends_a_figure(statement: str, quote: str, borne: bool) -> None:
    assert supported(statement, [quote]) is borne


def test_the_numbers_of_citations_are_no_part_of_what_is_said() -> None:
    marked = replace(ANSWER, text="补贴十万元[1]")
    assert judged(replace(ANY, answer_keys=("1",)), marked, DOCUMENTS)["key facts"] == 0.0
    assert judged(ANY, marked, DOCUMENTS)["length"] == 5.0


@pytest.mark.parametrize(
    ("statement", "quote", "borne"),
    [
        ("减按两成征收，最长五年内免征", "减按三成征收，最长五年内免征", False),
        ("企业不可以享受补贴优惠政策", "企业可以享受补贴优惠政策", False),
        ("企业不可以享受补贴优惠政策", "企业不可以享受补贴优惠政策。", True),
        ("保留十三年人事关系", "保留三年人事关系", False),
    ],
)
def test_figures_in_characters_and_denials_must_be_those_of_the_quote(
    statement: str, quote: str, borne: bool
) -> None:
    assert supported(statement, [quote]) is borne


def test_a_key_that_begins_with_a_number_in_characters_is_not_part_of_a_greater_one() -> None:
    assert says("保留三年", ["三年"])
    assert not says("保留十三年", ["三年"])


def test_what_is_said_without_a_citation_is_not_supported() -> None:
    bare = replace(ANSWER, citations=())
    assert judged(ANY, bare, DOCUMENTS)["statements supported"] == 0.0
    lost = replace(ANSWER, statements=(replace(ANSWER.statements[0], citations=(9,)),))
    assert judged(ANY, lost, DOCUMENTS)["statements supported"] == 0.0
    assert judged(ANY, replace(ANSWER, statements=()), DOCUMENTS)["statements supported"] == 0.0


def opened(opening: str) -> Answer:
    """The answer of 补贴十万元 behind an opening."""
    said = opening + ANSWER.statements[0].text
    return replace(ANSWER, text=said, statements=(replace(ANSWER.statements[0], text=said),))


@pytest.mark.parametrize(
    ("opening", "is_corrected"), [("不是：", True), ("与文件不符：", True), ("是的：", False), ("", False)]
)
def test_an_answer_corrects_by_what_it_opens_with(opening: str, is_corrected: bool) -> None:
    assert corrected(opened(opening)) is is_corrected
    found = judged(ANY, opened(opening), DOCUMENTS)
    assert found["wrong corrections"] == float(is_corrected)
    assert (found["statements supported"], found["key facts"]) == (1.0, 1.0)
    assert "premises corrected" not in found


def test_a_premise_is_corrected_where_the_key_facts_are_said_too() -> None:
    wrong = replace(ANY, type="false_premise")
    other = replace(wrong, answer_keys=("二十万元",))
    asked = ((wrong, opened("不是：")), (other, opened("不是：")), (wrong, ANSWER), (wrong, REFUSED))
    found = [judged(question, answer, DOCUMENTS) for question, answer in asked]
    assert [scores["premises corrected"] for scores in found] == [1.0, 0.0, 0.0, 0.0]
    assert all("wrong corrections" not in scores for scores in found)
