import math
import random
from pathlib import Path

import pytest
import pytrec_eval
from ir_measures import Qrel, ScoredDoc, calc_aggregate

from corpus.errors import EvaluationError
from eval.trec import MEASURES, by_nugget, measured, read_qrels, read_run, scored, write_qrels, write_run


def test_the_measures_are_those_worked_out_by_hand() -> None:
    # Two needed clauses, found at ranks 2 and 4.
    run = {"q": [("x", 0.9), ("a", 0.8), ("y", 0.7), ("b", 0.6)]}
    found = measured(scored(run), [Qrel("q", "a", 1), Qrel("q", "b", 1)])["q"]
    ideal = 1 + 1 / math.log2(3)
    assert found == {
        "R@1": 0.0,
        "R@3": 0.5,
        "R@5": 1.0,
        "R@10": 1.0,
        "MRR@10": 0.5,
        "nDCG@10": pytest.approx((1 / math.log2(3) + 1 / math.log2(5)) / ideal),
    }


def test_what_comes_after_the_tenth_place_counts_for_nothing() -> None:
    run = {"q": [(f"x{place}", 1.0 - place / 100) for place in range(10)] + [("a", 0.1)]}
    assert set(measured(scored(run), [Qrel("q", "a", 1)])["q"].values()) == {0.0}


def test_a_question_the_run_says_nothing_of_scores_zero() -> None:
    found = measured([], [Qrel("q", "a", 1)])
    assert found == {"q": dict.fromkeys(("R@1", "R@3", "R@5", "R@10", "MRR@10", "nDCG@10"), 0.0)}


def test_equal_scores_keep_the_order_of_the_run() -> None:
    # trec_eval alone would break ties by name, the later name first.
    run = {"q": [("a", 0.5), ("z", 0.5)]}
    assert measured(scored(run), [Qrel("q", "a", 1)])["q"]["R@1"] == 1.0


@pytest.mark.parametrize("score", [0.5, 20.123456, 147.2])
def test_ties_are_ordered_in_one_way_for_every_measure(score: float) -> None:
    # As in trec_eval, the later name comes first.
    tied = [ScoredDoc("q", name, score) for name in ("a", "b", "c")]
    for name, rank in (("c", 1), ("a", 3)):
        qrels = [Qrel("q", name, 1, "1")]
        for run, judged in ((tied, qrels), by_nugget(tied, qrels)):
            found = measured(run, judged)["q"]
            assert found["R@1"] == float(rank == 1)
            assert found["MRR@10"] == pytest.approx(1 / rank)


def test_the_order_of_a_run_survives_high_equal_scores_and_the_file(tmp_path: Path) -> None:
    run = {"q": [(name, 20.123456) for name in ("a", "b", "c", "d")]}
    write_run(tmp_path / "run", run, "x")
    for name, rank in (("a", 1), ("d", 4)):
        for docs in (scored(run), read_run(tmp_path / "run")):
            assert measured(docs, [Qrel("q", name, 1)])["q"]["MRR@10"] == pytest.approx(1 / rank)


def test_the_measures_agree_with_trec_eval_on_a_random_run() -> None:
    chance = random.Random(4)
    clauses = [f"c{place}" for place in range(60)]
    run = {
        f"q{place}": [(name, 1 - rank / 50) for rank, name in enumerate(chance.sample(clauses, 40))]
        for place in range(30)
    }
    qrels = [Qrel(question, name, 1) for question in run for name in chance.sample(clauses, 5)]
    judge = pytrec_eval.RelevanceEvaluator(
        {question: {entry.doc_id: 1 for entry in qrels if entry.query_id == question} for question in run},
        {"recall_5", "recall_10", "ndcg_cut_10"},
    )
    theirs = judge.evaluate({question: dict(found) for question, found in run.items()})
    for question, ours in measured(scored(run), qrels).items():
        assert ours["R@5"] == pytest.approx(theirs[question]["recall_5"])
        assert ours["R@10"] == pytest.approx(theirs[question]["recall_10"])
        assert ours["nDCG@10"] == pytest.approx(theirs[question]["ndcg_cut_10"])


def test_the_means_agree_with_those_of_ir_measures_on_a_random_run() -> None:
    chance = random.Random(9)
    clauses = [f"c{place}" for place in range(30)]
    run = {f"q{place}": [(name, chance.random()) for name in clauses] for place in range(20)}
    qrels = [Qrel(question, name, 1) for question in run for name in chance.sample(clauses, 3)]
    docs = [ScoredDoc(question, name, score) for question, found in run.items() for name, score in found]
    theirs = calc_aggregate(list(MEASURES.values()), qrels, docs)
    ours = measured(docs, qrels).values()
    for name, measure in MEASURES.items():
        assert sum(scores[name] for scores in ours) / len(run) == pytest.approx(theirs[measure])


def test_recall_by_nugget_is_the_share_of_nuggets_that_one_of_the_first_holds() -> None:
    chance = random.Random(11)
    for _ in range(50):
        names = chance.sample([f"c{place}" for place in range(40)], 40)
        holders = {f"{number}": names[3 * number : 3 * number + 1 + number] for number in range(4)}
        found = chance.sample(names, 20)
        run = {"q": [(name, 1 - rank / 50) for rank, name in enumerate(found)]}
        qrels = [Qrel("q", name, 1, nugget) for nugget, held in holders.items() for name in held]
        scores = measured(*by_nugget(scored(run), qrels))["q"]
        for cut in (1, 3, 5, 10):
            met = sum(any(name in held for name in found[:cut]) for held in holders.values())
            assert scores[f"R@{cut}"] == pytest.approx(met / 4)
        ranks = [rank for rank, name in enumerate(found[:10], 1) if any(name in h for h in holders.values())]
        assert scores["MRR@10"] == pytest.approx(1 / ranks[0] if ranks else 0.0)


def qrels_of(*rows: str) -> list[Qrel]:
    return [Qrel("q", name, 1, nugget) for name, nugget in map(str.split, rows)]


def names(run: list[ScoredDoc]) -> list[str]:
    return [entry.doc_id for entry in run]


def test_any_clause_that_holds_a_nugget_stands_for_it_and_further_ones_are_worth_nothing() -> None:
    run = scored({"q": [("b", 0.9), ("x", 0.8), ("a", 0.7), ("c", 0.6)]})
    renamed, qrels = by_nugget(run, qrels_of("a 1", "b 1", "c 2"))
    assert len(qrels) == 2
    found = measured(renamed, qrels)["q"]
    assert (found["R@1"], found["R@3"], found["R@5"], found["MRR@10"]) == (0.5, 0.5, 1.0, 1.0)
    assert names(renamed)[1:3] == ["x", "a"]


def test_nuggets_that_share_a_clause_are_one_whatever_their_order() -> None:
    run = scored({"q": [("b", 0.9)]})
    for rows in (("a 1", "b 1", "b 2", "c 3", "a 3"), ("a 3", "c 3", "b 2", "b 1", "a 1")):
        renamed, qrels = by_nugget(run, qrels_of(*rows))
        assert len(qrels) == 1
        assert measured(renamed, qrels)["q"]["R@1"] == 1.0


def test_a_clause_judged_not_relevant_holds_no_nugget() -> None:
    renamed, qrels = by_nugget(scored({"q": [("a", 1.0)]}), [Qrel("q", "a", 0, "1"), Qrel("q", "b", 1, "1")])
    assert measured(renamed, qrels)["q"]["R@1"] == 0.0


def test_a_question_without_anything_relevant_counts_as_zero_with_nuggets_too() -> None:
    qrels = [Qrel("q", "a", 1, "1"), Qrel("r", "b", 0, "1")]
    found = measured(*by_nugget(scored({"q": [("a", 1.0)], "r": [("b", 1.0)]}), qrels))
    assert {question: scores["R@5"] for question, scores in found.items()} == {"q": 1.0, "r": 0.0}


def test_what_is_written_is_read_back_in_the_same_order(tmp_path: Path) -> None:
    run = {"q1": [("甲#1", 0.5), ("甲#2", 0.5), ("乙#1", 0.25)], "q2": [("乙#1", 1.0)]}
    write_run(tmp_path / "run", run, "ceyin")
    assert (tmp_path / "run").read_text(encoding="utf-8").splitlines()[:2] == [
        "q1 Q0 甲#1 1 0.500000 ceyin",
        "q1 Q0 甲#2 2 0.499900 ceyin",
    ]
    read = read_run(tmp_path / "run")
    assert [(entry.query_id, entry.doc_id) for entry in read] == [
        (question, name) for question, found in run.items() for name, _ in found
    ]
    qrels = [Qrel("q1", "甲#2", 1, "1"), Qrel("q1", "乙#1", 1, "2")]
    write_qrels(tmp_path / "qrels", qrels)
    assert read_qrels(tmp_path / "qrels") == qrels


def test_judgments_in_the_form_of_beir_are_read(tmp_path: Path) -> None:
    (tmp_path / "test.tsv").write_text("query-id\tcorpus-id\tscore\nq1\td1\t2\n", encoding="utf-8")
    assert read_qrels(tmp_path / "test.tsv") == [Qrel("q1", "d1", 2, "0")]


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("q Q0 a 1 0.5 x\nq Q0 a 2\n", "第 2 行"),
        ("q Q0 a 1 high x\n", "第 1 行"),
        ("q Q0 a 1 nan x\n", "第 1 行"),
        ("q Q0 a 1 0.5 x\n\nq Q0 a 2 0.4 x\n", "第 3 行：题目 q 的 a 出现了两次"),
        ("\n", "是空的"),
    ],
)
def test_a_run_that_is_none_says_where(text: str, fault: str, tmp_path: Path) -> None:
    (tmp_path / "run").write_text(text, encoding="utf-8")
    with pytest.raises(EvaluationError, match=fault):
        read_run(tmp_path / "run")


def test_judgments_that_find_nothing_relevant_are_an_error(tmp_path: Path) -> None:
    (tmp_path / "test.tsv").write_text("query-id\tcorpus-id\tscore\nq\ta\t0\n", encoding="utf-8")
    with pytest.raises(EvaluationError, match="没有一条相关"):
        read_qrels(tmp_path / "test.tsv")


@pytest.mark.parametrize("text", ["q a\n", "q 0 a one\n"])
def test_judgments_that_are_none_say_where(text: str, tmp_path: Path) -> None:
    (tmp_path / "qrels").write_text(text, encoding="utf-8")
    with pytest.raises(EvaluationError, match="第 1 行"):
        read_qrels(tmp_path / "qrels")


def test_a_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(EvaluationError, match="nowhere"):
        read_run(tmp_path / "nowhere")
