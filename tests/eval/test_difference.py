from dataclasses import replace

import pytest

from eval.difference import Change, Difference, changes, differences, remarks, shared
from eval.results import Results, Row, Setup, Timings
from eval.sampling import Estimate

ROW = Row("q", "给多少？", "number", "official", "easy", (), {"full": {}}, ())
DELTA = Estimate(0.5, 0.4, 0.6, 0.05, 20)


def results(*rows: Row) -> Results:
    return Results(Setup("report", "d1", {}), rows, Timings())


def scored(name: str, *scores: float, variant: str = "full") -> Results:
    """A row per score: q0, q1, …."""
    return results(
        *(replace(ROW, id=f"q{place}", scores={variant: {name: score}}) for place, score in enumerate(scores))
    )


def test_only_what_both_ask_in_the_same_words_is_shared_in_the_new_order() -> None:
    first, second, third = (replace(ROW, id=name) for name in ("q1", "q2", "q3"))
    reworded = replace(second, question="给几万？")
    now = replace(first, scores={"full": {"R@5": 1.0}})
    assert shared(results(first, second, third), results(third, reworded, now)) == [
        (third, third),
        (first, now),
    ]


def test_figures_are_compared_over_the_questions_of_both_alone() -> None:
    old = results(
        replace(ROW, id="q1", scores={"full": {"R@5": 0.0}}),
        replace(ROW, id="q2", scores={"full": {"R@5": 0.5}}),
        replace(ROW, id="q3", scores={"full": {"R@5": 1.0}}),
        replace(ROW, id="q4", scores={"full": {"key facts": 1.0}}),
    )
    new = results(
        replace(ROW, id="q1", scores={"full": {"R@5": 0.5, "R@10": 1.0}}),
        replace(ROW, id="q2", scores={"full": {"R@5": 1.0}}),
        replace(ROW, id="q3", question="给几万？", scores={"full": {"R@5": 0.0}}),
        replace(ROW, id="q4", scores={"full": {"R@5": 1.0}}),
    )
    found = differences(old, new)
    assert [(one.name, one.old, one.new, one.delta.mean, one.delta.count) for one in found] == [
        ("R@5", 0.25, 0.75, 0.5, 2)
    ]


@pytest.mark.parametrize(("variant", "count"), [("full", 1), ("new-document", 1), ("dense", 0)])
def test_the_product_is_compared_with_and_without_stored_questions(variant: str, count: int) -> None:
    found = differences(scored("R@5", 0.0, variant=variant), scored("R@5", 1.0, variant=variant))
    assert [one.variant for one in found] == [variant] * count


def test_nothing_shared_is_nothing_compared() -> None:
    old, new = scored("R@5", 1.0), results(replace(ROW, id="q9", scores={"full": {"R@5": 0.0}}))
    assert differences(old, new) == []
    assert changes(old, new) == []


@pytest.mark.parametrize(
    ("name", "gained", "p", "better"),
    [
        ("R@5", 20, 0.0, True),
        ("false refusals", 20, 0.0, False),
        ("length", 20, 0.0, None),
        # Two gains may as well be two losses: 2 / 4.
        ("R@5", 2, 0.5, None),
        ("R@5", 0, 1.0, None),
    ],
)
def test_a_gain_is_sure_where_it_is_unlikely_by_chance(
    name: str, gained: int, p: float, better: bool | None
) -> None:
    found = differences(scored(name, *[0.0] * 40), scored(name, *[1.0] * gained, *[0.0] * (40 - gained)))
    assert [one.name for one in found] == [name]
    assert (found[0].old, found[0].new) == (0.0, gained / 40)
    assert found[0].p == pytest.approx(p, abs=0.03)
    assert found[0].better is better


@pytest.mark.parametrize(
    ("name", "mean", "p", "better"),
    [
        ("R@5", 0.1, 0.049, True),
        ("R@5", -0.1, 0.049, False),
        ("R@5", 0.1, 0.05, None),
        ("false alarms", 0.1, 0.01, False),
        ("false alarms", -0.1, 0.01, True),
        ("false alarms", 0.0, 0.01, None),
        ("length", 0.1, 0.01, None),
    ],
)
def test_better_is_up_or_down_as_the_figure_has_it(
    name: str, mean: float, p: float, better: bool | None
) -> None:
    difference = Difference("full", name, 0.5, 0.5 + mean, replace(DELTA, mean=mean), p)
    assert difference.better is better


def test_changes_tell_the_losses_first_and_each_kind_in_the_order_of_the_set() -> None:
    old = results(
        replace(ROW, id="q1", scores={"full": {"R@5": 0.0, "key facts": 1.0, "R@10": 0.0}}),
        replace(ROW, id="q2", scores={"full": {"false refusals": 0.0, "R@5": 1.0, "length": 9.0}}),
        replace(ROW, id="q3", scores={"full": {"false alarms": 1.0, "conflicts found": 1.0}}),
        replace(ROW, id="q4", question="几家？", scores={"full": {"R@5": 1.0}}),
    )
    new = results(
        replace(ROW, id="q1", scores={"full": {"R@5": 0.5, "key facts": 0.0, "R@10": 1.0}}),
        replace(ROW, id="q2", scores={"full": {"false refusals": 1.0, "R@5": 1.0, "length": 5.0}}),
        replace(ROW, id="q3", scores={"full": {"false alarms": 0.0, "quotes exact": 0.0}}),
        replace(ROW, id="q4", question="多少家？", scores={"full": {"R@5": 0.0}}),
    )
    assert changes(old, new) == [
        Change(new.rows[0], "key facts", 1.0, 0.0, -1.0),
        Change(new.rows[1], "false refusals", 0.0, 1.0, -1.0),
        Change(new.rows[0], "R@5", 0.0, 0.5, 0.5),
        Change(new.rows[2], "false alarms", 1.0, 0.0, 1.0),
    ]


def test_questions_whose_golds_were_changed_are_not_compared_and_that_is_said() -> None:
    old = results(ROW, replace(ROW, id="q2"))
    new = results(ROW, replace(ROW, id="q2", gold=("另一句",)))
    assert [row.id for _, row in shared(old, new)] == [ROW.id]
    assert remarks(old, new) == ["只比较两次都有、题面和答案都没改的 1 道题和描述（原来 2，现在 2）。"]
    assert remarks(old, old) == []


def test_other_models_are_told() -> None:
    old = results(ROW)
    new = replace(old, setup=replace(old.setup, parts={"生成器": "none"}))
    assert remarks(old, new) == ["生成器：— → none"]
    assert remarks(new, old) == ["生成器：none → —"]
