from pathlib import Path

import numpy as np
import pytest
from ir_measures import Qrel

from eval.beir import Benchmark
from eval.fitting import FITTED, Example, elsewhere, examples, fit, write
from eval.questions import load_set
from index.fusion import PATH, Fusion, LegWeights
from index.generation import Sources
from index.search import HybridSearcher
from service.settings import Settings
from service.wire import encoder_of, searcher_of

LEXICAL, DENSE, YEAR = (FITTED.index(name) for name in ("lexical", "dense", "year"))


def example(right: dict[int, float], wrong: dict[int, float], counts: float = 1.0) -> Example:
    """A question with two clauses, the right one first; scores by the number of their weight."""
    scores = np.zeros((2, len(FITTED)))
    for row, said in enumerate((right, wrong)):
        for leg, score in said.items():
            scores[row, leg] = score
    return Example(scores, np.array([True, False]), counts)


@pytest.fixture(scope="module")
def searcher(home: Path) -> HybridSearcher:
    return searcher_of(home, encoder_of(Settings()))


def test_a_leg_that_points_at_what_is_right_counts_and_one_that_points_away_counts_nothing() -> None:
    weights = fit([example({LEXICAL: 1.0, DENSE: 0.5}, {YEAR: 1.0})] * 20)
    assert weights["lexical"] == 1.0
    assert 0 < weights["dense"] < 1
    assert weights["year"] == 0


def test_what_counts_more_is_heard_more() -> None:
    agreeing, opposed = example({LEXICAL: 1.0, DENSE: 1.0}, {}), example({LEXICAL: 1.0}, {DENSE: 1.0}, 3.0)
    alike = fit([agreeing, example({LEXICAL: 1.0}, {DENSE: 1.0}, 0.5)])
    assert fit([agreeing, opposed])["dense"] < alike["dense"]


def test_what_is_set_by_hand_is_not_fitted() -> None:
    assert set(LegWeights.model_fields) - set(FITTED) == {"document", "named"}


def test_each_question_is_an_example_with_stored_questions_and_one_without(searcher: HybridSearcher) -> None:
    questions = [question for question in load_set().of("tune").questions if question.answerable][:2]
    found = examples(questions, searcher)
    assert [held.counts for held in found] == [3.0, 1.0] * 2
    asked = [FITTED.index(name) for name in ("asked", "asked_translation", "asked_dense")]
    for whole, bare in zip(found[::2], found[1::2], strict=True):
        assert whole.scores[:, asked].max() > 0
        assert bare.scores[:, asked].max() == 0
        assert whole.scores.shape[0] == whole.right.shape[0] > whole.right.sum() > 0


def test_the_questions_of_a_benchmark_share_what_it_counts_against_the_set(searcher: HybridSearcher) -> None:
    right = searcher.generation.clauses[40].id
    benchmark = Benchmark(
        Sources(Path(), "", (), (), ()),
        {"q1": searcher.generation.clauses[40].text[:40], "q2": "企业", "q3": "企业"},
        (Qrel("q1", right, 1), Qrel("q2", right, 0), Qrel("q3", "unknown", 1)),
    )
    found = elsewhere(benchmark, searcher, 4.0)
    assert [held.counts for held in found] == [pytest.approx(0.15 * 4 / 3)]
    assert found[0].scores.shape == (len(found[0].right), len(FITTED))
    assert found[0].right.sum() == 1
    assert found[0].scores[found[0].right][0, LEXICAL] == found[0].scores[:, LEXICAL].max()


def test_what_is_written_is_loaded_and_the_rest_of_the_file_stays(tmp_path: Path) -> None:
    path = tmp_path / "fusion.toml"
    text = PATH.read_text(encoding="utf-8")
    path.write_text(text, encoding="utf-8")
    write(dict.fromkeys(FITTED, 0.25), path)
    loaded = Fusion.load(path)
    assert loaded.legs.model_dump(include=set(FITTED)) == dict.fromkeys(FITTED, 0.25)
    assert loaded.legs.named == Fusion.load().legs.named
    assert loaded.terms == Fusion.load().terms
    assert [line for line in path.read_text("utf-8").splitlines() if "#" in line] == [
        line for line in text.splitlines() if "#" in line
    ]
