from dataclasses import replace
from typing import Literal

import pytest

from eval.judging import judged
from eval.questions import Question
from service.answer import Conflict, Value
from tests.eval.answers import ANSWER, ANY, CONFLICT, DOCUMENTS, FIRST, SECOND, THIRD, UNANSWERABLE, cited


def conflict(kind: str, *numbers: int) -> Conflict:
    return Conflict("补贴", kind, tuple(Value(f"{number}0", None, None, number) for number in numbers))


@pytest.mark.parametrize(
    ("place", "quotes_it"),
    [
        (("甲", 2, 7), 1.0),
        (("甲", 0, 3), 1.0),
        (("甲", 0, 2), 0.0),
        (("甲", 6, 9), 1.0),
        (("甲", 7, 9), 0.0),
        (("乙", 2, 6), 0.0),
    ],
)
def test_one_character_of_the_gold_is_quoted_enough_and_its_neighbour_is_not(
    place: tuple[str, int, int], quotes_it: float
) -> None:
    found = judged(replace(ANY, gold=(FIRST,)), cited(place), DOCUMENTS)
    assert (found["citation precision"], found["citation recall"]) == (quotes_it, quotes_it)


@pytest.mark.parametrize(
    ("need", "parts", "places", "precision", "recall"),
    [
        ("any", ("", "", ""), [("甲", 2, 7)], 1.0, 1.0),
        ("any", ("", "", ""), [("甲", 2, 7), ("甲", 7, 10)], 0.5, 1.0),
        ("any", ("", "", ""), [("甲", 7, 10)], 0.0, 0.0),
        ("all", ("", "", ""), [("甲", 2, 7), ("甲", 10, 15)], 1.0, 2 / 3),
        # One citation may quote several golds.
        ("all", ("", "", ""), [("甲", 0, 16), ("乙", 0, 5), ("甲", 7, 8), ("甲", 8, 9)], 0.5, 1.0),
        ("all", ("a", "a", "b"), [("甲", 2, 7), ("甲", 10, 15)], 1.0, 0.5),
        ("all", ("a", "a", "b"), [("甲", 10, 15), ("乙", 0, 5)], 1.0, 1.0),
    ],
)
def test_precision_is_of_the_citations_and_recall_of_what_is_needed(
    need: Literal["any", "all"],
    parts: tuple[str, str, str],
    places: list[tuple[str, int, int]],
    precision: float,
    recall: float,
) -> None:
    golds = zip((FIRST, SECOND, THIRD), parts, strict=True)
    asked = replace(ANY, need=need, gold=tuple(replace(gold, part=part) for gold, part in golds))
    found = judged(asked, cited(*places), DOCUMENTS)
    assert (found["citation precision"], found["citation recall"]) == (precision, recall)


@pytest.mark.parametrize(
    ("shown", "found"),
    [
        ((), 0.0),
        ((conflict("conflict", 1, 2),), 1.0),
        ((conflict("conflict", 1, 2, 3),), 1.0),
        ((conflict("scope", 1, 2),), 0.0),
        ((conflict("conflict", 1, 3),), 0.0),
        ((conflict("conflict", 1, 9),), 0.0),
        ((conflict("conflict", 1), conflict("conflict", 2)), 0.0),
        ((conflict("scope", 1, 2), conflict("conflict", 2, 1)), 1.0),
    ],
)
def test_a_conflict_is_found_if_one_that_is_shown_cites_two_golds(
    shown: tuple[Conflict, ...], found: float
) -> None:
    answer = replace(cited(("甲", 2, 7), ("乙", 0, 5), ("甲", 10, 15)), conflicts=shown)
    assert judged(CONFLICT, answer, DOCUMENTS)["conflicts found"] == found


def test_golds_of_one_part_or_equal_values_are_no_conflict() -> None:
    answer = cited(("甲", 2, 7), ("乙", 0, 5))
    shown = replace(answer, conflicts=(conflict("conflict", 1, 2),))
    parted = tuple(replace(gold, part="a") for gold in CONFLICT.gold)
    assert judged(CONFLICT, shown, DOCUMENTS)["conflicts found"] == 1.0
    asked = replace(CONFLICT, gold=(*parted, replace(SECOND, part="b")))
    assert judged(asked, shown, DOCUMENTS)["conflicts found"] == 0.0
    same = Conflict("补贴", "conflict", tuple(Value("10", None, None, number) for number in (1, 2)))
    assert judged(CONFLICT, replace(answer, conflicts=(same,)), DOCUMENTS)["conflicts found"] == 0.0


@pytest.mark.parametrize(("kind", "alarmed"), [("conflict", 1.0), ("scope", 0.0)])
@pytest.mark.parametrize("question", [ANY, UNANSWERABLE])
def test_a_conflict_where_there_is_none_is_a_false_alarm(
    kind: str, alarmed: float, question: Question
) -> None:
    answer = replace(ANSWER, conflicts=(conflict(kind, 1, 1),))
    assert judged(question, answer, DOCUMENTS)["false alarms"] == alarmed
