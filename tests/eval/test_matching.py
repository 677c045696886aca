from dataclasses import replace
from datetime import date

import pytest

from corpus.errors import EvaluationError
from eval.matching import Listed, facts_of, judged, listed, matched
from eval.questions import Gold, Lure, Profile
from service.matching.matcher import Matcher
from service.matching.result import Verdict

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


def score(profile: Profile, first: list[str], called: list[str], matcher: Matcher) -> dict[str, float]:
    loaded = matcher.generation
    documents = {document.id: document for document in loaded.documents}
    return judged(profile, Listed(tuple(first), tuple(called)), documents, loaded.clauses)


@pytest.mark.parametrize(
    ("first", "called", "precision", "recall", "lures"),
    [
        (ids("3.8.30", "3.8.29"), ids("3.8.30", "3.8.29"), 1.0, 1.0, 0.0),
        (ids("3.8.30", "3.8.28", "3.8.27"), ids("3.8.28", "3.8.27"), 0.5, 1.0, 0.0),
        (ids("3.8.31", "3.8.27"), ids("3.8.27"), 0.0, 0.0, 0.0),
        (ids("3.8.31", "3.8.30"), ids("3.8.31", "3.8.30"), 0.5, 0.5, 0.5),
        (ids("3.8.31", "3.5.17"), ids("3.8.31", "3.5.17"), 0.0, 0.0, 1.0),
    ],
)
def test_precision_and_lures_are_of_what_is_called_applicable_and_recall_of_what_is_listed(
    first: list[str], called: list[str], precision: float, recall: float, lures: float, matcher: Matcher
) -> None:
    assert score(PROFILE, first, called, matcher) == {
        "matching precision": precision,
        "matching recall": recall,
        "matching lures": lures,
    }


@pytest.mark.parametrize(
    ("profile", "called", "scores"),
    [
        (PROFILE, [], {"matching recall": 0.0, "matching lures": 0.0}),
        (replace(PROFILE, seems=()), ids("3.8.30"), {"matching precision": 1.0, "matching recall": 0.5}),
        (replace(PROFILE, applies=()), ids("3.8.31"), {"matching precision": 0.0, "matching lures": 0.5}),
    ],
)
def test_what_does_not_apply_is_left_out(
    profile: Profile, called: list[str], scores: dict[str, float], matcher: Matcher
) -> None:
    assert score(profile, called, called, matcher) == scores


def test_a_clause_that_is_not_in_its_document_is_named(matcher: Matcher) -> None:
    broken = replace(PROFILE, applies=(Gold(WORK, "推动科技补贴券制度"),))
    with pytest.raises(EvaluationError, match="推动科技补贴券制度"):
        score(broken, [], [], matcher)


def test_what_an_applicant_reads_is_what_may_apply_and_no_more_than_ten(matcher: Matcher) -> None:
    asked = replace(PROFILE, description="我们是沈阳的小软件公司，想要科技创新券，找专家帮忙做检测。")
    found = matched(asked, matcher)
    verdicts = {match.clause_id: match.verdict for match in found.matches}
    read = listed(found)
    assert f"{WORK}#3.8.30" in read.first
    assert len(set(read.first)) == len(read.first) <= 10
    assert all(verdicts[name] is Verdict.APPLIES for name in read.called)
    assert Verdict.DOES_NOT_APPLY not in {verdicts[name] for name in read.first}


def test_the_region_is_filled_in_only_where_it_is_not_said() -> None:
    assert facts_of(PROFILE).region == "沈阳市"
    assert facts_of(replace(PROFILE, description="我们在大连")).region is None
