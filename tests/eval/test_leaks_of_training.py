from eval.checks import leaks, learnt
from eval.likeness import LIMIT, likenesses
from eval.questions import EvaluationSet, Question, load_set
from index.lexicon import Lexicon
from index.training import sources
from service import wire

SET = load_set()


def asked_so(text: str) -> Question:
    return Question("q", text, "number", "official", "easy", False, (), "any", (), False, "tune")


def test_what_is_checked_for_leaks_is_all_that_training_reads_in_the_project() -> None:
    known = set(learnt(wire.ASKED, None))
    rows = list(sources.written())
    retold = {row.question for row in rows if row.quote == row.passage}
    assert retold
    assert retold <= known
    assert {row.question for row in rows} - retold <= known
    assert {words for _, said in sources.described() for words in said} <= known
    assert {row["question"] for row in sources.rows(sources.PAIRS)} <= known
    colloquial = {row.colloquial for row in Lexicon.load(wire.LEXICON).rows}
    assert {words for words in colloquial if len(words) >= 6} <= known


def test_no_question_is_near_one_written_for_training_or_near_a_retelling() -> None:
    texts = [row.question for row in SET.questions] + [row.description for row in SET.profiles]
    assert likenesses(texts, (row.question for row in sources.written()), LIMIT) == []


def test_a_question_that_training_has_is_found_though_a_word_was_changed() -> None:
    asked, retold = (
        next(
            row.question
            for row in sources.written()
            if (row.quote == row.passage) == whole and len(row.question) > 15
        )
        for whole in (False, True)
    )
    texts = (asked, retold, asked[:-1], "请问" + asked + "呢？")
    held = EvaluationSet(tuple(asked_so(text) for text in texts), ())
    assert len(leaks(held, learnt(wire.ASKED, None))) == len(texts)
