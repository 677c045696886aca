import numpy as np
import pytest
from scipy.sparse import csr_array

from index.lexicon import Expansion
from index.terms import information
from index.translation import Table, Translation
from service.explained import unexplained, weighed_words

# People say 袋鼠 of texts that say y, or z. By its lift, 0.9 / 0.1 · chance / common, 袋鼠 and its two
# characters are 450 and 9 times likelier in a question on a text of nothing else:
# log(1 + 450) = 6.1 is more than the 2.5 that are wanted, log(1 + 9) = 2.3 is less.
TERMS = ("袋", "鼠", "袋鼠")
MODEL = Translation(
    Table(
        TERMS,
        ("", "y", "z"),
        csr_array(np.array([[0.0, 0.5, 0.01]] * len(TERMS), dtype=np.float32)),
        np.full(len(TERMS), 0.01, dtype=np.float32),
    )
)


def left(held: dict[str, float], text: str, *expansions: Expansion) -> float:
    return unexplained(held, expansions, MODEL.lifted("".join(held)), (text, MODEL.shares([text])))


def test_words_weigh_by_how_rare_they_are_and_marks_not_at_all() -> None:
    held = weighed_words("企业的专利,专利?")
    assert held == {"企业": information("企业"), "的": information("的"), "专利": information("专利")}
    assert held["专利"] > held["企业"] > held["的"]


def test_what_a_text_says_word_for_word_is_explained() -> None:
    held = {"专利": 3.0, "袋鼠": 1.0}
    assert left(held, "发明专利") == 0.25
    assert left(held, "专 利与袋鼠") == 0.0
    assert left(held, "别的") == 1.0


def test_a_colloquial_word_is_explained_by_an_official_one_of_its_row() -> None:
    row = Expansion("搞科研", ("研究开发", "r&d"), "科技")
    held = {"科研": 2.0, "补贴": 2.0}
    assert left(held, "支持研究开发", row) == 0.5
    # Rows are kept in lower case and half width, texts are printed as they are.
    assert left(held, "支持R&D活动", row) == 0.5
    assert left(held, "支持Ｒ＆Ｄ活动", row) == 0.5
    assert left(held, "支持创业", row) == 1.0
    assert left({"补贴": 2.0}, "支持研究开发", row) == 1.0


@pytest.mark.parametrize(("text", "share"), [("y", 0.0), ("z", 1.0), ("", 1.0)])
def test_a_word_is_explained_by_a_text_that_is_likely_to_be_asked_for_with_it(
    text: str, share: float
) -> None:
    assert left({"袋鼠": 1.0}, text) == share


def test_a_question_without_words_leaves_nothing_unexplained() -> None:
    assert left({}, "专利") == 0.0
