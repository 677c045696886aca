from pathlib import Path

import pytest

from index.training import sources
from index.training.heldout import NAMES, HeldOut, held_out, judged
from tests import training_data
from tests.index.fakes import HandEncoder

PASSAGES = tuple(f"第{place}段" for place in range(12))


def judge(answers: tuple[int, ...], scores: list[float]) -> dict[str, float]:
    """The figures where every question scores the passages so."""
    questions = tuple(f"第{place}问" for place in range(len(answers)))
    vectors = {text: (score, 0.0) for text, score in zip(PASSAGES, scores, strict=True)}
    held = HeldOut("law", questions, PASSAGES, answers, ("某法",) * len(questions))
    return judged(held, HandEncoder(vectors | dict.fromkeys(questions, (1.0, 0.0))))


def test_figures_are_of_the_rank_of_the_passage_that_answers() -> None:
    # Scores fall from the first passage on: the answers are in places 1, 3, 10 and 11.
    found = judge((0, 2, 9, 10), [12.0 - place for place in range(12)])
    assert found == pytest.approx(
        {"questions": 4, "passages": 12, "R@1": 1 / 4, "R@10": 3 / 4, "MRR@10": (1 + 1 / 3 + 1 / 10) / 4}
    )


def test_among_passages_that_score_alike_the_one_that_answers_comes_last() -> None:
    # The first two tie: the answer is in place 2.
    found = judge((0,), [1.0, 1.0, *[0.0] * 10])
    assert (found["R@1"], found["R@10"], found["MRR@10"]) == (0.0, 1.0, 0.5)


def test_an_encoder_that_tells_nothing_apart_finds_nothing() -> None:
    found = judge((0, 5), [0.0] * 12)
    assert (found["R@1"], found["R@10"], found["MRR@10"]) == (0.0, 0.0, 0.0)


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return training_data.make(tmp_path_factory.mktemp("heldout") / "data")


def miniature(held: HeldOut) -> list[str]:
    """The questions of the miniature data, in front of those of the project."""
    ours = {f"第{place}问" for place in range(80)}
    return [question for question in held.questions if question in ours]


def test_the_questions_are_those_of_the_documents_held_out(data: Path) -> None:
    laws = miniature(held_out(data, "law"))
    assert laws == ["第63问", "第66问", "第68问", "第73问", "第76问", "第78问"]
    policies = miniature(held_out(data, "policy"))
    assert policies == [f"第{place}问" for place in range(60) if place % 10 in (3, 6, 8)]


@pytest.mark.parametrize("name", NAMES)
def test_each_question_is_answered_by_its_passage(name: str, data: Path) -> None:
    held = held_out(data, name)
    answers = {(row.question, row.passage) for row in sources.asked(data) if row.held_out}
    found = {
        (question, held.passages[answer])
        for question, answer in zip(held.questions, held.answers, strict=True)
    }
    assert found <= answers
    assert len(set(held.passages)) == len(held.passages)


@pytest.mark.parametrize("name", NAMES)
def test_retellings_are_no_questions(name: str, data: Path) -> None:
    retold = {row.question for row in sources.written() if row.quote == row.passage}
    assert retold.isdisjoint(held_out(data, name).questions)


def test_passages_of_documents_that_were_trained_on_stand_among_them(data: Path) -> None:
    trained = {row["passage"] for row in sources.question_pairs(data)[:60]}
    assert trained <= set(held_out(data, "policy").passages)
    assert trained.isdisjoint(held_out(data, "law").passages)


def test_articles_of_laws_stand_among_those_of_law(data: Path) -> None:
    articles = {row["positive"] for row in sources.rows(data / "data" / "pairs-2-law-articles.jsonl.xz")}
    assert articles <= set(held_out(data, "law").passages)
    assert articles.isdisjoint(held_out(data, "policy").passages)
