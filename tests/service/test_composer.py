from collections.abc import Sequence

from corpus.clause import Clause, Kind
from index.hit import Hit
from service.composer import CONNECTIVES, Composer
from service.evidence import Evidence
from service.generator import Choice, NoGenerator, Task
from service.spans import Span


class Contrary:
    """Writes the least likely of what it is offered, and remembers the offers."""

    name = "contrary"

    def __init__(self) -> None:
        self.offers: list[list[str]] = []
        self.tasks: list[Task] = []

    def generate(self, task: Task, choices: Sequence[Choice]) -> int:
        self.tasks.append(task)
        self.offers.append([choice.text for choice in choices])
        return min(range(len(choices)), key=lambda place: choices[place].prior)


FILLER = "，推进体系建设，完善各项服务，加强统筹协调，健全工作机制，落实各方责任，形成工作合力" * 3


def evidence(row: int, score: float, *texts: str) -> Evidence:
    """A hit whose spans have these texts, the best first, of log-odds `score`; long texts between them."""
    text = (FILLER + "。").join(texts)
    held = Clause(f"d#{row}", "d", (), Kind.ITEM, 0, len(text), text)
    starts = [text.index(words) for words in texts]
    spans = tuple(
        Span(held, start, start + len(words), words, score - 4 * place)
        for place, (start, words) in enumerate(zip(starts, texts, strict=True))
    )
    return Evidence(Hit(held, score, {"lexical": score}, 0.5), spans)


def composed(question: str, *found: Evidence) -> list[str]:
    return [draft.text for draft in Composer(NoGenerator()).compose(question, list(found))]


def test_the_best_span_of_the_likeliest_clause_is_quoted() -> None:
    assert composed("问", evidence(1, 2.0, "甲句", "乙句"), evidence(2, -2.0, "丙句")) == ["甲句。"]


def test_a_clause_about_as_likely_gets_a_statement_behind_a_connective() -> None:
    found = [evidence(1, 1.0, "甲句"), evidence(2, 0.9, "乙句！"), evidence(3, 0.8, "丙句")]
    assert composed("问", *found) == ["甲句。", "此外，乙句！", "同时，丙句。"]


def test_asked_for_several_things_less_likely_clauses_count_and_more_of_them() -> None:
    found = [evidence(row, 1.0 if row == 1 else -2.0, f"第{row}句话") for row in range(1, 7)]
    assert composed("两份文件分别怎么说", *found) == [
        "第1句话。",
        "此外，第2句话。",
        "同时，第3句话。",
        "另外，第4句话。",
        "此外，第5句话。",
    ]
    assert composed("怎么说", *found) == ["第1句话。"]


def test_the_same_words_are_not_quoted_twice() -> None:
    assert composed("问", evidence(1, 1.0, "甲句"), evidence(2, 1.0, "甲句")) == ["甲句。"]


def test_an_answer_keeps_to_its_room_but_for_its_first_quote() -> None:
    found = [evidence(row, 1.0, f"{row}" * 180) for row in (1, 2)]
    assert composed("问", *found) == ["1" * 180 + "。"]
    assert composed("问", evidence(1, 1.0, "长" * 400), evidence(2, 1.0, "短句")) == ["长" * 400 + "。"]
    both = composed("问", evidence(1, 1.0, "长" * 200), evidence(2, 1.0, "短句"))
    assert both == ["长" * 200 + "。", "此外，短句。"]


def test_whatever_a_generator_wants_only_spans_and_connectives_are_written() -> None:
    contrary = Contrary()
    found = [evidence(1, 1.0, "甲句", "乙句"), evidence(2, 1.0, "丙句", "丁句")]
    drafts = Composer(contrary).compose("问", found)
    assert [draft.text for draft in drafts][:1] == ["甲句。"]
    assert {draft.span.text for draft in drafts} <= {"甲句", "乙句", "丙句", "丁句"}
    assert {draft.connective for draft in drafts} <= {"", *CONNECTIVES}
    assert contrary.offers[0] == ["甲句", "乙句"]
    # What is written already is what the connective goes on from.
    assert contrary.tasks[0] == Task("问", found[0].hit.clause.text[:500])
    assert contrary.tasks[1].written == "甲句。"


def test_no_evidence_gives_no_statement() -> None:
    assert Composer(NoGenerator()).compose("问", []) == []
