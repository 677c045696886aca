from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

import pytest

from index.training.sources import Asked, TrainingDataError
from service.generator import Choice, Task
from service.training.heldout import measured

LETTERS = "甲乙丙丁戊己庚辛壬癸子丑"
# Two sentences each; those of ten letters ask about one of them.
PASSAGES = {letter: f"给予企业补贴第{letter}类。由市科技局负责办理。" for letter in LETTERS}


def asking(letter: str, question: str, quote: str) -> Asked:
    return Asked("policy", letter, PASSAGES[letter], question + letter, quote)


# The words of the question lead to the first sentence: rightly six times, and wrongly four times.
ROWS = [
    *(asking(letter, "企业补贴有么", "企业补贴") for letter in LETTERS[:6]),
    *(asking(letter, "企业谁来办", "市科技局") for letter in LETTERS[6:10]),
    # What answers this one is in no one sentence; the last has but one that is long enough.
    asking("子", "企业补贴呢", "类。由市"),
    replace(asking("丑", "企业补贴呢", "企业补贴"), passage="给予企业补贴第丑类。谁？"),
]


@dataclass
class Reader:
    """Knows of some questions where they come from, chooses the second, and writes what it is given."""

    name = fingerprint = "读者"
    known: Mapping[str, str] = field(default_factory=dict)
    writes: Mapping[str, Sequence[str]] = field(default_factory=dict)
    asked: list[tuple[int, int, int]] = field(default_factory=list)
    tasks: list[Task] = field(default_factory=list)

    def likelihoods(self, question: str, passages: Sequence[str]) -> list[float]:
        assert len(set(passages)) == 10
        return [-1.0 if passage == self.known.get(question) else -2.0 for passage in passages]

    def generate(self, task: Task, choices: Sequence[Choice]) -> int:
        self.tasks.append(task)
        assert {choice.prior for choice in choices} == {0.0}
        return 1

    def ask(self, passages: Sequence[str], count: int, seed: int) -> list[list[str]]:
        self.asked.append((len(passages), count, seed))
        return [list(self.writes.get(passage, ())) for passage in passages]


def test_a_question_is_rightly_placed_if_no_other_passage_is_as_likely() -> None:
    # Of twelve questions it knows nine; to the other three all ten passages are one.
    reader = Reader(known={row.question: row.passage for row in ROWS[:9]})
    figures = measured(reader, ROWS)
    assert (figures["questions"], figures["origin"]) == (12, 0.75)
    elsewhere = Reader(known={row.question: PASSAGES["甲"] for row in ROWS[1:]})
    assert measured(elsewhere, ROWS)["origin"] == 0


def test_the_sentence_that_answers_is_chosen_among_those_of_the_passage() -> None:
    reader = Reader()
    figures = measured(reader, ROWS)
    # The second sentence answers four of the ten that can be tried, the first the other six.
    assert figures["asked"] == 10
    assert figures["answers"] == pytest.approx(0.4)
    assert figures["overlap"] == pytest.approx(0.6)
    assert figures["chance"] == pytest.approx(0.5)
    assert reader.tasks[0] == Task(ROWS[0].question, ROWS[0].passage)


def test_its_own_words_are_the_grams_that_the_passage_has_not() -> None:
    # 企业, 业补 and 补贴 stand there; 咋拿 does not; of 企业, 业咋, 咋拿 one does.
    writes = {PASSAGES["甲"]: ["企业补贴", "咋拿"], PASSAGES["乙"]: ["企业咋拿"]}
    reader = Reader(writes=writes)
    figures = measured(reader, ROWS)
    assert figures["own grams"] == pytest.approx((0 + 1 + 2 / 3) / 3)
    assert figures["questions per second"] > 0
    assert reader.asked == [(12, 6, 1)]


def test_where_nothing_is_written_nothing_is_its_own() -> None:
    figures = measured(Reader(), ROWS)
    assert (figures["own grams"], figures["questions per second"]) == (0, 0)


def test_too_few_passages_to_choose_among_are_refused() -> None:
    # Nine others are drawn for each: of nine passages there are eight.
    with pytest.raises(TrainingDataError, match="留出的问题只问了 9 段，不够评测"):
        measured(Reader(), [*ROWS[:9], replace(ROWS[0], question="又问")])
    assert measured(Reader(), ROWS[:10])["questions"] == 10
