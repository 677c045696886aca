import pytest

from eval.measure import Judged, by_type, figures, judge
from eval.questions import Gold, Question
from service.answer import Answer, Status
from service.answerer import Answerer


def question(need: str = "any", *, answerable: bool = True, kind: str = "number") -> Question:
    return Question("q", "问", kind, "official", "easy", answerable, (), need, ("4000家",), False, "tune")  # type: ignore[arg-type]


def judged(ranks: tuple[int | None, ...], need: str = "any", text: str = "", **asked: object) -> Judged:
    answer = Answer("问", Status.ANSWERED, text, (), (), (), (), 1.0, (), "g")
    return Judged(question(need, **asked), (), answer, ranks, False, 1.0, 2.0)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("ranks", "need", "at_1", "at_5"),
    [
        ((1,), "any", 1.0, 1.0),
        ((5,), "any", 0.0, 1.0),
        ((6,), "any", 0.0, 0.0),
        ((None, 3), "any", 0.0, 1.0),
        ((1, 4), "all", 0.5, 1.0),
        ((None, 4), "all", 0.0, 0.5),
    ],
)
def test_recall_counts_any_or_all_golds(
    ranks: tuple[int | None, ...], need: str, at_1: float, at_5: float
) -> None:
    entry = judged(ranks, need)
    assert (entry.recall(1), entry.recall(5)) == (at_1, at_5)


def test_the_reciprocal_rank_is_of_the_first_gold_within_ten() -> None:
    assert judged((4, 2)).reciprocal == 0.5
    assert judged((11,)).reciprocal == 0.0
    assert judged((None,)).reciprocal == 0.0


def test_keys_are_matched_whatever_the_width_and_blanks() -> None:
    assert judged((1,), text="达到 ４０００ 家").keys_present
    assert not judged((1,), text="达到400家").keys_present


def test_a_run_is_judged_as_worked_out_by_hand(answerer: Answerer) -> None:
    leave = Question(
        id="x",
        question="离岗创业的，人事关系可以保留几年？",
        type="number",
        persona="official",
        difficulty="easy",
        answerable=True,
        gold=(Gold("ln-cxqd-2017", "可在3年内保留人事（劳动）关系和相关待遇"),),
        need="any",
        answer_keys=("3年",),
        conflict=False,
        split="tune",
    )
    hard = Question(
        "y",
        "甲乙丙丁戊己庚",
        "paraphrase",
        "official",
        "hard",
        True,
        leave.gold,
        "any",
        ("3年",),
        False,
        "tune",
    )
    foreign = Question(
        "z",
        "吉林省2077年火星移民补贴多少？",
        "unanswerable",
        "official",
        "easy",
        False,
        (),
        "any",
        (),
        False,
        "tune",
    )
    done: list[None] = []
    entries = judge(answerer, [leave, hard, foreign], lambda: done.append(None))
    assert len(done) == 3
    assert entries[0].ranks == (1,)
    found = figures(entries, answerer)
    assert found["quotes exact"] == 1.0
    assert found["true refusals"] == 1.0
    assert found["R@1"] == 0.5
    assert found["cited clause is gold"] == 0.5
    assert found["key facts present"] == 0.5
    assert by_type(entries) == {"number": 1.0, "paraphrase": 0.0}
