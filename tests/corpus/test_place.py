import pytest

from corpus.marks import Style
from corpus.place import Step, chain_of, places_in


def step(style: Style, number: int, within: str = "") -> Step:
    return Step(frozenset({style}), number, within)


def child(number: int) -> Step:
    """Whatever mark the next heading has."""
    return Step(frozenset(), number)


THREE, FOUR = step(Style.HAN, 3), step(Style.HAN_BRACKET, 4)
TEN = Step(frozenset({Style.ARABIC, Style.CIRCLED}), 10)
PART_THREE = Step(frozenset({Style.DIVISION, Style.HAN}), 3)


@pytest.mark.parametrize(
    ("words", "steps"),
    [
        ("第三条", [step(Style.ARTICLE, 3)]),
        ("第12条之一", [step(Style.ARTICLE, 12, "1")]),
        ("第三条第二款第一项", [step(Style.ARTICLE, 3), step(Style.PARAGRAPH, 2), child(1)]),
        ("第三条第（二）项", [step(Style.ARTICLE, 3), child(2)]),
        ("第三条(二)", [step(Style.ARTICLE, 3), step(Style.HAN_BRACKET, 2)]),
        ("第二章第五节", [step(Style.CHAPTER, 2), step(Style.SECTION, 5)]),
        ("第二章的第五节", [step(Style.CHAPTER, 2), step(Style.SECTION, 5)]),
        ("附件1第三条", [step(Style.ANNEX, 1), step(Style.ARTICLE, 3)]),
        ("附件一、第三条", [step(Style.ANNEX, 1), step(Style.ARTICLE, 3)]),
        ("附件第三条", [Step(frozenset({Style.ANNEX}), None), step(Style.ARTICLE, 3)]),
        ("专栏5", [step(Style.BOX, 5)]),
        ("专栏 十一", [step(Style.BOX, 11)]),
        ("三、（四）10.", [THREE, FOUR, TEN]),
        ("三、(四)10讲什么", [THREE, FOUR, TEN]),
        ("三(四)10", [THREE, FOUR, TEN]),
        ("（四）10", [FOUR, TEN]),
        ("第三部分第(四)条", [PART_THREE, child(4)]),
        ("第三部分第四条", [PART_THREE, child(4)]),
        ("第(四)条", [FOUR]),
        ("第3.2条", [step(Style.DECIMAL, 2, "3")]),
    ],
)
def test_a_place_is_read_step_by_step_and_is_clear(words: str, steps: list[Step]) -> None:
    place = places_in(words)
    assert [list(found.steps) for found in place] == [steps]
    assert place[0].clear


@pytest.mark.parametrize(
    ("words", "steps"),
    [
        ("三、", [THREE]),
        ("（四）", [FOUR]),
        ("10.", [TEN]),
        ("10.(4)", [TEN, step(Style.ARABIC_BRACKET, 4)]),
        ("第三部分", [PART_THREE]),
        ("附件1", [step(Style.ANNEX, 1)]),
        ("3.2", [step(Style.DECIMAL, 2, "3")]),
        ("3条", [step(Style.ARTICLE, 3)]),
    ],
)
def test_what_may_be_the_number_of_something_else_is_not_clear(words: str, steps: list[Step]) -> None:
    place = places_in(words)
    assert [list(found.steps) for found in place] == [steps]
    assert not place[0].clear


@pytest.mark.parametrize(
    "words",
    [
        *(
            "2020年10家",
            "3.5%",
            "10.5亿元",
            "前3条建议",
            "3条措施",
            "第二批",
            "三大任务",
            "第二款产品",
            "第二项任务",
        ),
        *("第三条道路", "第一条产业链", "第十条例", "第一章程", "第三节能", "第三节课", "第一编制"),
        *("专栏一共有几个", "专栏十一家", "5个专栏", "第三至五条", "二〇二〇年", "（2016）16号"),
    ],
)
def test_a_number_that_counts_something_is_no_place(words: str) -> None:
    assert places_in(words) == []


@pytest.mark.parametrize(
    "words", ["（三）项目", "（一）条件", "（四）10家企业", "（一）3年内", "一、二线城市", "三、2020-2022年"]
)
def test_a_mark_before_what_it_numbers_names_nothing_by_itself(words: str) -> None:
    assert [(len(place.steps), place.clear) for place in places_in(words)] == [(1, False)]


def test_two_places_are_two() -> None:
    words = "第三条、第五条第二款和专栏2"
    assert [words[place.start : place.end] for place in places_in(words)] == [
        "第三条",
        "第五条第二款",
        "专栏2",
    ]


def test_the_number_of_a_question_is_no_part_of_the_place_that_it_asks_for() -> None:
    assert [list(place.steps) for place in places_in("一、第三条讲什么")] == [
        [step(Style.HAN, 1)],
        [step(Style.ARTICLE, 3)],
    ]


@pytest.mark.parametrize(
    ("path", "chain"),
    [
        (("第一章 总则", "第三条"), [(Style.CHAPTER, 1), (Style.ARTICLE, 3), (Style.PARAGRAPH, 1)]),
        (
            ("第三条", "第二款", "（一）成果"),
            [(Style.ARTICLE, 3), (Style.PARAGRAPH, 2), (Style.HAN_BRACKET, 1)],
        ),
        (("三、任务", "专栏 5：领域", "机器人"), [(Style.HAN, 3), (Style.BOX, 5)]),
        (("专栏 5",), [(Style.BOX, 5)]),
        (("附件2", "一、范围"), [(Style.ANNEX, 2), (Style.HAN, 1)]),
        (("附件：办法", "一、范围"), [(Style.ANNEX, 1), (Style.HAN, 1)]),
        (("附　则", "第三条"), [(Style.ARTICLE, 3), (Style.PARAGRAPH, 1)]),
    ],
)
def test_the_chain_of_a_path_holds_what_is_numbered(
    path: tuple[str, ...], chain: list[tuple[Style, int]]
) -> None:
    assert [(style, number) for style, number, _ in chain_of(path)] == chain


@pytest.mark.parametrize(
    ("words", "path", "held"),
    [
        ("三、（四）", ("三、任务", "（四）企业", "10.培育"), True),
        ("（四）10", ("三、任务", "（四）企业", "10.培育"), True),
        ("三、10.", ("三、任务", "（四）企业", "10.培育"), True),
        ("三、（五）", ("三、任务", "（四）企业", "10.培育"), False),
        ("四、（四）", ("三、任务", "（四）企业", "10.培育"), False),
        ("第三部分第四条", ("三、任务", "（四）企业", "10.培育"), True),
        ("第三部分第十条", ("三、任务", "（四）企业", "10.培育"), False),
        ("第二章第三条", ("第二章 奖励", "第一节 条件", "第三条"), True),
        ("第三条第一款", ("第三条",), True),
        ("第三条第一款", ("第三条", "第二款"), False),
        ("第三条第二项", ("第三条", "（二）成果"), True),
        ("第三条第二项", ("第三条", "（一）成果", "2.咨询"), False),
        ("第三条", ("第三条之一",), False),
        ("三、（四）", ("三、任务", "第五条", "（四）成果"), False),
        ("3.2", ("3 要求", "3.2 条件"), True),
        ("3.2", ("2 总则", "2.2 条件"), False),
    ],
)
def test_a_place_holds_what_stands_at_it_and_below_it(words: str, path: tuple[str, ...], held: bool) -> None:
    assert places_in(words)[0].holds(chain_of(path)) is held
