import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.generator import LONGEST_QUESTION, Choice, NoGenerator, Task, questions_in, unthought


def test_without_a_generator_the_prior_decides_and_the_first_among_equals() -> None:
    choices = [Choice("甲", 0.1), Choice("乙", 0.2), Choice("丙", 0.2)]
    assert NoGenerator().generate(Task("问", "据"), choices) == 1


@pytest.mark.parametrize(
    ("line", "question"),
    [
        ("1. 能拿多少补贴？", "能拿多少补贴？"),
        ("12、能拿多少补贴？", "能拿多少补贴？"),
        ("（3）能拿多少补贴？", "能拿多少补贴？"),
        ("三、能拿多少补贴？", "能拿多少补贴？"),
        ("- **能拿多少补贴？**", "能拿多少补贴？"),
        ("问题2：“能拿多少补贴？”", "能拿多少补贴？"),
        ("问：能拿多少\t补贴？ ", "能拿多少 补贴？"),
        ("3.5%的利率怎么来的？", "3.5%的利率怎么来的？"),
        ("3年内能回来吗", "3年内能回来吗"),
        ("一次能贷多少", "一次能贷多少"),
        ("问题出在哪里？", "问题出在哪里？"),
        ("以下是三个问题：", ""),
        ("答：三年。", ""),
        ("？", ""),
        ("1.", ""),
        ("", ""),
        ("问" * LONGEST_QUESTION, "问" * LONGEST_QUESTION),
        ("问" * (LONGEST_QUESTION + 1), ""),
    ],
)
def test_a_line_gives_its_question_without_number_and_marks(line: str, question: str) -> None:
    assert questions_in([line], 9) == ([question] if question else [])


def test_questions_are_distinct_in_their_order_and_no_more_than_wanted() -> None:
    assert questions_in(["1. 乙？", "2. 甲？", "3. 乙？", "4. 丙？"], 2) == ["乙？", "甲？"]
    assert questions_in(["甲？"], 0) == []


@given(st.lists(st.text("问甲1.、-（）：“” \n", max_size=70)))
def test_what_is_taken_for_a_question_gives_itself_again(lines: list[str]) -> None:
    found = questions_in(lines, 99)
    assert questions_in(found, 99) == found
    assert all(0 < len(question) <= LONGEST_QUESTION and "\n" not in question for question in found)


def test_what_a_model_thinks_is_not_what_it_says() -> None:
    assert unthought("<think>一\n二</think>甲") == "甲"
    assert unthought("甲<think>没有想完") == "甲"
