from collections.abc import Sequence

from corpus.clause import Clause, Kind
from index.hit import Hit
from service.composer import CONNECTIVES, Composer
from service.evidence import Evidence, Span
from service.generator import Choice, NoGenerator, Task


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


def evidence(row: int, score: float, *texts: str) -> Evidence:
    held = Clause(f"d#{row}", "d", (), Kind.ITEM, 0, 100, "。".join(texts))
    spans = tuple(
        Span(held, 10 * place, 10 * place + len(text), text, 1.0 - place / 10)
        for place, text in enumerate(texts)
    )
    return Evidence(Hit(held, score, {"lexical": score}, 0.5), spans)


def test_the_best_span_of_the_best_hit_is_quoted() -> None:
    drafts = Composer(NoGenerator()).compose(
        "问", [evidence(1, 4.0, "甲句", "乙句"), evidence(2, 2.0, "丙句")]
    )
    assert [draft.text for draft in drafts] == ["甲句。"]


def test_a_hit_that_fits_as_well_gets_a_statement_behind_a_connective() -> None:
    found = [evidence(1, 4.0, "甲句"), evidence(2, 3.9, "乙句！"), evidence(3, 3.8, "丙句")]
    drafts = Composer(NoGenerator()).compose("问", found)
    assert [draft.text for draft in drafts] == ["甲句。", "此外，乙句！", "同时，丙句。"]


def test_the_same_words_are_not_quoted_twice() -> None:
    drafts = Composer(NoGenerator()).compose("问", [evidence(1, 4.0, "甲句"), evidence(2, 4.0, "甲句")])
    assert [draft.text for draft in drafts] == ["甲句。"]


def test_whatever_a_generator_wants_only_spans_and_connectives_are_written() -> None:
    contrary = Contrary()
    drafts = Composer(contrary).compose("问", [evidence(1, 4.0, "甲", "乙"), evidence(2, 4.0, "丙", "丁")])
    assert [draft.text for draft in drafts] == ["乙。", "此外，丁。"]
    assert contrary.offers == [["甲", "乙"], ["丙", "丁"], list(CONNECTIVES)]
    # What is written already is what the connective goes on from.
    assert contrary.tasks == [Task("问", "甲。乙"), Task("问", "丙。丁"), Task("问", "乙。", "乙。")]


def test_no_evidence_gives_no_statement() -> None:
    assert Composer(NoGenerator()).compose("问", []) == []
