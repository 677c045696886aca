from dataclasses import replace
from datetime import date

import pytest

from corpus.errors import EvaluationError
from eval.matching import judged, matched
from eval.questions import Gold, Lure, Profile
from service.answerer import Answerer

WORK = "sy-kjyd-2019"
# In clause 3.8.30.
VOUCHER = Gold(WORK, "推动科技创新券制度")
# From the end of 3.8.28 into 3.8.29.
ACROSS = Gold(WORK, "（责任处室：创服处）\n29.推动科技金融结合")
# In 3.8.31 and in 3.5.17.
CULTURE = Lure(WORK, "31.培育创新文化", "kind")
RUSSIA = Lure(WORK, "沈阳启迪科技园", "condition")
PROFILE = Profile(
    id="p",
    description="推动科技创新券制度",
    region="沈阳市",
    kind="软件企业",
    on=date(2019, 5, 1),
    applies=(VOUCHER, ACROSS),
    seems=(CULTURE, RUSSIA),
    difficulty="easy",
    split="tune",
)


def ids(*numbers: str) -> list[str]:
    return [f"{WORK}#{number}" for number in numbers]


@pytest.mark.parametrize(
    ("found", "precision", "recall", "lures"),
    [
        (ids("3.8.30", "3.8.29"), 1.0, 1.0, 0.0),
        (ids("3.8.30", "3.8.28", "3.8.29"), 1.0, 1.0, 0.0),
        (ids("3.8.28", "3.8.27"), 0.5, 0.5, 0.0),
        (ids("3.8.31", "3.8.27", "3.7.26", "3.8.30"), 0.25, 0.5, 0.5),
        (ids("3.8.31", "3.5.17"), 0.0, 0.0, 1.0),
    ],
)
def test_precision_is_of_what_is_shown_and_recall_and_lures_of_what_is_listed(
    found: list[str], precision: float, recall: float, lures: float, answerer: Answerer
) -> None:
    assert judged(PROFILE, found, answerer) == {
        "matching precision": precision,
        "matching recall": recall,
        "matching lures": lures,
    }


@pytest.mark.parametrize(
    ("profile", "found", "scores"),
    [
        (PROFILE, [], {"matching recall": 0.0, "matching lures": 0.0}),
        (replace(PROFILE, seems=()), ids("3.8.30"), {"matching precision": 1.0, "matching recall": 0.5}),
        (replace(PROFILE, applies=()), ids("3.8.31"), {"matching precision": 0.0, "matching lures": 0.5}),
    ],
)
def test_what_does_not_apply_is_left_out(
    profile: Profile, found: list[str], scores: dict[str, float], answerer: Answerer
) -> None:
    assert judged(profile, found, answerer) == scores


def test_a_clause_that_is_not_in_its_document_is_named(answerer: Answerer) -> None:
    broken = replace(PROFILE, applies=(Gold(WORK, "推动科技补贴券制度"),))
    with pytest.raises(EvaluationError, match="推动科技补贴券制度"):
        judged(broken, [], answerer)


@pytest.mark.parametrize("depth", [1, 3])
def test_the_best_clauses_for_a_description_come_first_and_no_more_than_asked(
    depth: int, answerer: Answerer
) -> None:
    found = matched(PROFILE, answerer, depth)
    assert found[0] == "sy-kjyd-2019#3.8.30"
    assert len(set(found)) == len(found) == depth
