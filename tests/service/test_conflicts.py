import pytest

from corpus.document import Document
from corpus.splitter import split
from service.conflicts import Disagreement, Quoted, disagreements
from service.indicators import Indicators

PLAN = Document(
    "plan",
    "某省科技规划",
    None,
    None,
    "2016",
    "辽宁省",
    "省级",
    (2016, 2020),
    "plan.txt",
    "到2020年，研发经费占地区生产总值比重达到2.5%，众创空间达到200家以上，选拔10名杰出人才、150名创新领军人才，"
    "每万人发明专利拥有量达到7.36件，高新技术企业达到4000家。\n",
)
ACTION = Document(
    "action",
    "某省行动计划",
    None,
    None,
    "2018-06-06",
    "辽宁省",
    "省级",
    (2018, 2020),
    "action.txt",
    "到2020年，R&D经费支出占GDP比例力争达到2.3%，省级以上众创空间达到280个，培养20名杰出人才、700名领军人才，"
    "万人发明专利拥有量达到7.36件，企业技术中心达到300家。\n",
)
ZONE = Document(
    "zone",
    "关于建设甲乙自主创新示范区的意见",
    None,
    None,
    "2016-07-17",
    "辽宁省",
    "省级",
    None,
    "zone.txt",
    "到2020年，研发经费占地区生产总值比重达到3%。\n",
)
CITY = Document(
    "city",
    "工作要点",
    None,
    None,
    "2019",
    "沈阳市",
    "市级",
    (2019, 2019),
    "city.txt",
    "2019年，研发投入强度达到2.8%，高新技术企业突破1500家。\n",
)
DOCUMENTS = {document.id: document for document in (PLAN, ACTION, ZONE, CITY)}
CLAUSES = [clause for document in DOCUMENTS.values() for clause in split(document)]
INDICATORS = Indicators.over(DOCUMENTS.values(), CLAUSES)


def quoting(name: str, words: str = "") -> Quoted:
    clause = next(clause for clause in CLAUSES if clause.document_id == name)
    start = clause.text.index(words)
    return name, clause.start + start, clause.start + start + len(words or clause.text)


def found(question: str, *names: str) -> tuple[Disagreement, ...]:
    return disagreements(INDICATORS, question, [quoting(name) for name in names])


def shown(disagreement: Disagreement) -> list[tuple[str, int | None, str | None, str]]:
    return [(value.value, value.year, value.scope, value.clause.document_id) for value in disagreement.values]


def test_different_figures_for_one_case_are_a_conflict_wherever_they_stand() -> None:
    conflict, scope = found("2020年研发经费占gdp的比重要达到多少?", "plan")
    assert (conflict.kind, conflict.indicator) == ("conflict", "研发经费占地区生产总值比重")
    assert shown(conflict) == [
        ("2.3%", 2020, "辽宁省", "action"),
        ("2.5%", 2020, "辽宁省", "plan"),
    ]
    assert scope.kind == "scope"


def test_the_most_specific_scope_comes_first() -> None:
    *_, scope = found("2020年研发经费占gdp的比重要达到多少?", "plan")
    assert shown(scope) == [
        ("3%", 2020, "甲乙自主创新示范区", "zone"),
        ("2.8%", 2019, "沈阳市", "city"),
        ("2.5%", 2020, "辽宁省", "plan"),
    ]


def test_each_value_can_be_cited_by_the_words_that_state_it() -> None:
    conflict = found("省里要培养几名杰出人才?", "action")[0]
    quotes = [DOCUMENTS[value.clause.document_id].text[value.start : value.end] for value in conflict.values]
    assert quotes == ["20名杰出人才", "10名杰出人才"]
    conflict = found("研发强度的目标是多少?", "action")[0]
    quotes = [DOCUMENTS[value.clause.document_id].text[value.start : value.end] for value in conflict.values]
    assert quotes == ["R&D经费支出占GDP比例力争达到2.3%", "研发经费占地区生产总值比重达到2.5%"]


def test_another_level_is_another_scope_and_the_scope_says_so() -> None:
    (scope,) = found("众创空间要达到多少家?", "plan")
    assert scope.kind == "scope"
    assert shown(scope) == [
        ("280个", 2020, "辽宁省，省级以上", "action"),
        ("200家以上", 2020, "辽宁省", "plan"),
    ]


def test_a_narrower_name_is_another_scope() -> None:
    (scope,) = found("领军人才要有多少名?", "action")
    assert shown(scope) == [
        ("700名", 2020, "辽宁省，领军人才", "action"),
        ("150名", 2020, "辽宁省，创新领军人才", "plan"),
    ]


def test_who_asks_for_the_narrower_one_is_not_shown_the_wider() -> None:
    assert found("创新领军人才要有多少名?", "plan") == ()


@pytest.mark.parametrize(
    "question",
    [
        "每万人发明专利拥有量要达到多少件?",
        "企业技术中心要达到多少家?",
        "众创空间有哪些好处?",
        "领军人才一次能拿多少万元?",
        "孵化器的面积有多少?",
    ],
)
def test_what_is_not_asked_for_or_not_contested_is_not_shown(question: str) -> None:
    assert found(question, "plan", "action") == ()


def test_only_what_is_quoted_is_set_against_the_rest() -> None:
    question = "研发经费占gdp的比重要达到多少?"
    assert disagreements(INDICATORS, question, [quoting("plan", "众创空间达到200家以上")]) == ()
    assert disagreements(INDICATORS, question, []) == ()


def test_a_figure_for_a_year_that_is_not_asked_for_is_not_shown() -> None:
    assert found("“十四五”末研发经费占gdp的比重要达到多少?", "plan") == ()
    assert found("2035年研发经费占gdp的比重要达到多少?", "plan") == ()


def test_one_document_does_not_contradict_itself() -> None:
    text = "到2020年，众创空间达到20家。新建区的众创空间达到30家。\n"
    held = Document("d", "题", None, None, "2018", "某省", None, None, "d.txt", text)
    clauses = split(held)
    assert (
        disagreements(Indicators.over([held], clauses), "众创空间要达到多少家?", [("d", 0, len(text))]) == ()
    )


def test_places_that_are_not_known_are_not_said_to_be_the_same() -> None:
    texts = {"a": "到2020年，众创空间达到20家。\n", "b": "到2020年，众创空间达到30家。\n"}
    held = [
        Document(name, "题", None, None, "2018", None, None, None, f"{name}.txt", text)
        for name, text in texts.items()
    ]
    clauses = [clause for document in held for clause in split(document)]
    quoted = [("a", 0, len(texts["a"]))]
    assert disagreements(Indicators.over(held, clauses), "众创空间要达到多少家?", quoted) == ()


def test_no_more_than_six_values_are_shown_the_quoted_one_among_them() -> None:
    held = [
        Document(
            f"d{count}",
            "题",
            None,
            None,
            f"20{count}",
            "某省",
            None,
            None,
            "d.txt",
            f"到2030年，众创空间达到{count}家。\n",
        )
        for count in range(10, 20)
    ]
    clauses = [clause for document in held for clause in split(document)]
    quoted = [("d10", 0, clauses[0].end)]
    (conflict,) = disagreements(Indicators.over(held, clauses), "众创空间要达到多少家?", quoted)
    assert [value.value for value in conflict.values] == ["15家", "14家", "13家", "12家", "11家", "10家"]
