import pytest

from corpus.errors import QuestionError
from service.question import LONGEST, understood


@pytest.mark.parametrize(
    ("typed", "searched"),
    [
        ("  离岗创业能保留几年？ ", "离岗创业能保留几年?"),
        ("離崗創業", "离岗创业"),
        ("Ｒ＆Ｄ 占比２．８％", "r&d占比2.8%"),
        ("到 2020 年", "到2020年"),
    ],
)
def test_a_question_is_folded_to_one_form(typed: str, searched: str) -> None:
    assert understood(typed) == searched


@pytest.mark.parametrize("typed", ["", " \n\t　", "？！。"])
def test_a_question_without_words_is_refused(typed: str) -> None:
    with pytest.raises(QuestionError, match="空的"):
        understood(typed)


def test_half_a_character_is_refused() -> None:
    with pytest.raises(QuestionError, match="不完整"):
        understood("高企\ud800")


def test_a_question_beyond_the_limit_is_refused_with_its_length() -> None:
    assert understood("问" * LONGEST) == "问" * LONGEST
    with pytest.raises(QuestionError, match="10000"):
        understood("问" * 10_000)
