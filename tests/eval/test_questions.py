import json
from collections import Counter

import pytest

from eval.calibrate import FOREIGN
from eval.questions import Question, gold_clauses, load_questions
from index.terms import normalised
from service import wire
from service.answerer import Answerer

QUESTIONS = load_questions()
TYPES = {
    "number",
    "unit",
    "eligibility",
    "list",
    "definition",
    "procedure",
    "paraphrase",
    "several",
    "box",
    "cross",
    "unanswerable",
    "false_premise",
    "robust",
}


def bigrams(text: str) -> frozenset[str]:
    folded = normalised(text)
    return frozenset(folded[place : place + 2] for place in range(len(folded) - 1))


def test_ids_and_questions_are_unique_and_every_type_is_known() -> None:
    assert len({question.id for question in QUESTIONS}) == len(QUESTIONS)
    assert len({question.question for question in QUESTIONS}) == len(QUESTIONS)
    assert {question.type for question in QUESTIONS} == TYPES


def test_the_halves_hold_the_same_mix() -> None:
    tune, report = (
        Counter(question.type for question in load_questions(split)) for split in ("tune", "report")
    )
    assert all(abs(tune[name] - report[name]) <= 1 for name in TYPES)


@pytest.mark.parametrize("question", QUESTIONS, ids=lambda question: question.id)
def test_a_question_is_well_formed(question: Question, answerer: Answerer) -> None:
    assert question.answerable == (question.type != "unanswerable")
    assert bool(question.gold) == bool(question.answer_keys) == question.answerable
    for gold in question.gold:
        assert answerer.documents[gold.document].text.count(gold.quote) == 1
    quotes = [gold.quote for gold in question.gold]
    assert all(any(key in quote for quote in quotes) for key in question.answer_keys)
    assert all(gold_clauses(question, answerer.documents, answerer.generation.clauses))


def test_no_question_is_near_one_that_anything_was_trained_on_or_is_searched() -> None:
    lines = [*wire.ASKED.open(encoding="utf-8"), *FOREIGN.open(encoding="utf-8")]
    known = [bigrams(json.loads(line)["question"]) for line in lines]
    for question in QUESTIONS:
        grams = bigrams(question.question)
        nearest = max(len(grams & other) / len(grams | other) for other in known)
        assert nearest < 0.6, question.question
