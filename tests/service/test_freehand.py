import logging

import pytest

from corpus.clause import Clause, Kind
from corpus.errors import ModelError
from index.hit import Hit
from service.composer import Composer, Draft
from service.evidence import Evidence
from service.freehand import FreehandComposer, shown
from service.generator import NoGenerator
from service.spans import Span

FIRST = "科研人员离岗创业的，可在3年内保留人事（劳动）关系。期满后应当返回。"
SECOND = "高新技术企业突破１５００家。补贴不得用于办公支出。"


class Scripted:
    """Replies what it is told to, and remembers what it was sent."""

    name = "写手"

    def __init__(self, reply: str) -> None:
        self._reply = reply
        self.sent: list[str] = []

    def reply(self, message: str) -> str:
        self.sent.append(message)
        return self._reply


class Silent:
    name = "哑巴"

    def reply(self, message: str) -> str:
        raise ModelError("生成器接口连不上。")


class Last:
    """A composer that says that it was asked."""

    def compose(self, question: str, evidence: list[Evidence]) -> list[Draft]:
        return [Draft("", span_of(evidence[0].hit.clause, "可在3年内保留"))]


def clause_of(row: int, text: str, start: int) -> Clause:
    return Clause(f"d#{row}", "d", (), Kind.ITEM, start, start + len(text), text)


def span_of(clause: Clause, text: str, score: float = 4.0) -> Span:
    """A span; a hit's score gives its log-odds: 1 for 4, 0 for 3.8, -4 for 3."""
    start = clause.start + clause.text.index(text)
    return Span(clause, start, start + len(text), text, 5 * (score - 4) + 1)


def evidence(*scores: float) -> list[Evidence]:
    clauses = [clause_of(1, FIRST, 50), clause_of(2, SECOND, 200), clause_of(3, "第三类的话。", 300)]
    return [
        Evidence(Hit(clause, score, {}, 0.5), (span_of(clause, clause.text[:-1], score),))
        for clause, score in zip(clauses, scores, strict=False)
    ]


def written(reply: str, *scores: float) -> list[tuple[str, int, int]]:
    """Text and place of each statement; the other composer's would show as (可在3年内保留。, 60, 67)."""
    drafts = FreehandComposer(Scripted(reply), Last()).compose("问", evidence(*(scores or (4.0, 3.9))))
    return [(draft.text, draft.span.start, draft.span.end) for draft in drafts]


OTHERWISE = [("可在3年内保留。", 60, 67)]


def test_a_line_that_stands_word_for_word_is_quoted_with_the_documents_own_letters() -> None:
    reply = "可在3年内保留人事(劳动)关系。[1]\n\n高新技术企业突破1500家[2]。"
    assert written(reply) == [
        ("科研人员离岗创业的，可在3年内保留人事（劳动）关系。", 50, 75),
        ("此外，高新技术企业突破１５００家。", 200, 213),
    ]


def test_of_a_part_of_a_sentence_the_whole_is_quoted() -> None:
    assert written("用于办公支出。[2]") == [("补贴不得用于办公支出。", 214, 224)]
    assert written("企业突破15[2]") == [("高新技术企业突破１５００家。", 200, 213)]


def test_a_connective_of_the_list_is_kept_and_one_that_opens_the_answer_is_not() -> None:
    reply = "同时，期满后应当返回。[1]\n另外,高新技术企业突破1500家。[2]"
    assert [text for text, _, _ in written(reply)] == [
        "期满后应当返回。",
        "另外，高新技术企业突破１５００家。",
    ]


@pytest.mark.parametrize(
    "line",
    [
        "可在5年内保留人事（劳动）关系。[1]",
        "科研人员可在3年内保留人事（劳动）关系。[1]",
        "给予一百万元奖励。[1]",
        "高新技术企业突破1500家。[1]",
        "高新技术企业突破1500家。[3]",
        "高新技术企业突破1500家。[0]",
        "高新技术企业突破1500家。",
        "高新技术企业突破1500家。[二]",
        "高新技术企业突破1500家。[2][1]",
        "因此，高新技术企业突破1500家。[2]",
        "00家。[2]",
        "返回。[1]",
        "[1]",
        "。[1]",
    ],
)
def test_a_line_that_misquotes_invents_or_names_another_clause_is_dropped(line: str) -> None:
    assert written(line) == OTHERWISE
    assert written(f"{line}\n期满后应当返回。[1]") == [("期满后应当返回。", 76, 84 - 1)]


def test_nothing_is_said_twice_and_no_more_than_three_statements() -> None:
    reply = (
        "期满后应当返回。[1]\n期满后应当返回[1]\n应当返回[1]\n高新技术企业突破1500家[2]\n"
        "补贴不得用于办公支出[2]\n离岗创业的[1]"
    )
    assert [text for text, _, _ in written(reply)] == [
        "期满后应当返回。",
        "此外，高新技术企业突破１５００家。",
        "同时，补贴不得用于办公支出。",
    ]


def test_what_the_model_thinks_is_not_read() -> None:
    assert written("<think>\n高新技术企业突破1500家。[2]\n</think>\n期满后应当返回。[1]") == [
        ("期满后应当返回。", 76, 83)
    ]


def test_only_the_hits_that_fit_about_as_well_are_shown_by_number() -> None:
    model = Scripted("")
    FreehandComposer(model, Last()).compose("几年？", evidence(4.0, 3.9, 3.0))
    (sent,) = model.sent
    assert f"\n\n[1] {FIRST}\n\n[2] {SECOND}\n\n问题：几年？" in sent
    assert "第三类" not in sent
    assert written("第三类的话。[3]", 4.0, 3.9, 3.0) == OTHERWISE
    assert written("第三类的话。[3]", 4.0, 3.9, 3.8) == [("第三类的话。", 300, 305)]


def test_a_clause_that_governs_a_hit_is_shown_behind_it_once() -> None:
    first, second = evidence(4.0, 3.9)
    governing = clause_of(9, "（牵头单位：科技厅）", 400)
    of_units = Evidence(first.hit, (span_of(governing, "科技厅"),))
    assert [one.id for one in shown("谁牵头", [of_units, second, of_units])] == ["d#1", "d#9", "d#2"]


def test_where_nothing_holds_the_other_composer_writes_and_it_is_logged(
    caplog: pytest.LogCaptureFixture,
) -> None:
    assert written("给予奖励。[1]\n再给一些。[2]") == OTHERWISE
    (record,) = caplog.records
    assert record.levelname == "WARNING"
    assert "写手 写的 2 行没有一行与条文逐字相符" in record.getMessage()


def test_where_the_endpoint_fails_the_other_composer_writes_and_it_is_logged(
    caplog: pytest.LogCaptureFixture,
) -> None:
    drafts = FreehandComposer(Silent(), Composer(NoGenerator())).compose("问", evidence(4.0))
    assert [draft.text for draft in drafts] == [FIRST]
    (record,) = caplog.records
    assert record.getMessage() == "生成器接口连不上。这一题改由自带的办法从条文里挑句子。"


def test_what_is_kept_of_a_reply_is_told_to_who_wants_to_know(caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.INFO, "service.freehand"):
        written("期满后应当返回。[1]\n给予奖励。[1]")
    assert [record.getMessage() for record in caplog.records] == ["生成器 写手 写了 2 行，留下 1 行。"]


def test_without_evidence_nobody_is_asked() -> None:
    model = Scripted("期满后应当返回。[1]")
    assert FreehandComposer(model, Last()).compose("问", []) == []
    assert model.sent == []
