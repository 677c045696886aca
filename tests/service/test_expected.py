import pytest

from service.expected import expected, lacking, unheld


def kinds(question: str) -> list[str]:
    return [kind.kind for kind in expected(question)]


@pytest.mark.parametrize(
    ("question", "wanted"),
    [
        ("给多少钱?", ["money"]),
        ("奖励多少?", ["money"]),
        ("占gdp比重多少?", ["share"]),
        ("资助比例是多少?", ["money", "share"]),
        ("人事关系能保留几年?", ["duration"]),
        ("什么时候截止?", ["date"]),
        ("要建多少平方米?", ["area"]),
        ("离地铁多远?", ["length"]),
        ("年产量达到多少吨?", ["weight"]),
        ("不能超过多少岁?", ["age"]),
        ("多少分及格?", ["score"]),
        ("高企要达到多少家?", ["count"]),
        ("孵化器有几家?", ["count"]),
        ("科技局局长是谁?", ["person"]),
        ("服务大厅的地址在哪里?", ["place"]),
        ("电话多少?", ["contact"]),
        ("要交什么材料?", ["papers"]),
        ("基地建在哪个市?", ["cities"]),
        ("实际完成了多少项?", ["count", "outcome"]),
        ("有什么门槛?", ["threshold"]),
        ("门票多少钱?", ["money", "price"]),
        ("申请表递给谁?", ["channel"]),
        # No figure, name or address would answer these.
        ("谁牵头?", []),
        ("谁担任牵头单位?", []),
        ("有什么支持?", []),
        ("这几年有什么变化?", []),
        ("知识产权归谁?", []),
        ("在哪些领域发展新材料产业?", []),
    ],
)
def test_what_kind_of_answer_is_expected_is_read_off_the_question(question: str, wanted: list[str]) -> None:
    assert kinds(question) == wanted


@pytest.mark.parametrize(
    ("question", "text", "held"),
    [
        ("给多少钱?", "给予 3000 万元补助", True),
        ("给多少钱?", "一次性奖励两万元", True),
        ("给多少钱?", "按投入的２０％补助", True),
        ("给多少钱?", "给予奖励，支持20家企业", False),
        ("占比重多少?", "比重达到2.5％", True),
        ("占比重多少?", "比重明显提高", False),
        ("能保留几年?", "可在3年内保留", True),
        ("能保留几年?", "三年内保留", True),
        ("能保留几年?", "予以保留", False),
        ("什么时候截止?", "到2020年", True),
        ("什么时候截止?", "按时报送", False),
        ("电话多少?", "咨询电话另行公布", True),
        ("电话多少?", "由科技厅负责", False),
        ("局长是谁?", "局长由组织任命", False),
    ],
)
def test_an_answer_of_its_kind_is_seen_in_a_text(question: str, text: str, held: bool) -> None:
    (kind,) = expected(question)
    assert unheld((kind,), [text]) == (() if held else (kind,))


@pytest.mark.parametrize(
    ("question", "text", "held"),
    [
        ("要多少家?", "达到 4000 家", True),
        ("要多少家?", "达到280个", True),
        ("要多少家?", "上百余家", True),
        ("要多少家?", "达到4000名", False),
        ("要多少名博士?", "引进150人", True),
        ("要多少名博士?", "引进150家", False),
        ("要多少条?", "落实36条", True),
        ("要多少条?", "落实36个", False),
        # Without a unit in the question any number counts.
        ("企业的数量是?", "达到4000", True),
        ("企业的数量是?", "大幅增加", False),
    ],
)
def test_what_is_counted_has_the_unit_asked_for_or_one_that_counts_the_same(
    question: str, text: str, held: bool
) -> None:
    (kind,) = expected(question)
    assert (kind.kind, unheld((kind,), [text]) == ()) == ("count", held)


def test_the_share_that_no_text_holds_is_lacking() -> None:
    wanted = expected("要多少家,什么时候截止?")
    assert [kind.name for kind in wanted] == ["时间", "数量"]
    assert lacking(wanted, ["按时达标"]) == 1.0
    assert lacking(wanted, ["按时达标", "达到40家"]) == 0.5
    assert lacking(wanted, ["到2020年", "达到40家"]) == 0.0
    assert [kind.name for kind in unheld(wanted, ["达到40家"])] == ["时间"]
    assert lacking(wanted, []) == 1.0


def test_where_nothing_is_expected_nothing_is_lacking() -> None:
    assert lacking(expected("有什么支持?"), []) == 0.0


def test_a_figure_that_the_question_names_is_not_what_it_asks_for() -> None:
    (kind,) = expected("要达到20家,当中研究院占多少家?")
    assert not kind.held("新型研发机构达到20家")
    assert kind.held("新型研发机构达到20家,其中研究院8家")
