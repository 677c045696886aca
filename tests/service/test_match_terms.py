from dataclasses import replace
from datetime import date

import pytest

from corpus.clause import Clause, Kind
from corpus.document import Document
from corpus.support import Mark, Support
from corpus.supporting import support_of
from service.matching.applicant import Applicant, read
from service.matching.reach import Reach
from service.matching.result import Outcome
from service.matching.terms import Term, terms_of

DAY = date(2019, 6, 1)
MET, UNMET, OPEN = Outcome.MET, Outcome.UNMET, Outcome.OPEN


def document_of(title: str, body: str, region: str | None) -> Document:
    return Document("d", title, None, None, None, region, None, None, "f", f"{title}\n{body}")


def clause_of(document: Document) -> Clause:
    start = len(document.title) + 1
    text = document.text[start:]
    clause = Clause("d#1", "d", ("一",), Kind.PARAGRAPH, start, len(document.text), text)
    return replace(clause, support=support_of(clause))


def terms(who: str, document: Document) -> list[Term]:
    applicant: Applicant = read(who, DAY)
    return terms_of(applicant, document, clause_of(document), Reach.of(document))


def held(who: str, document: Document, about: str) -> list[tuple[Outcome, str, str]]:
    """Outcome, quote and reason of the terms on something."""
    found = (term for term in terms(who, document) if term.about == about)
    return [(term.outcome, document.text[term.start : term.end], term.said) for term in found]


CITY = document_of("大连市扶持办法", "对全市的合作社给予补贴10万元。", "大连市")
SILENT = document_of("扶持办法", "对合作社给予补贴。", "大连市")
ZONE = document_of("沈大国家自主创新示范区意见", "辽宁省对合作社给予补贴。", "辽宁省")
INNER = document_of("大连市扶持办法", "对在高新区内注册的合作社给予补贴。", "大连市")
STAFF = document_of("大连市扶持办法", "从业人员不超过20人的合作社，给予补贴。", "大连市")
TIERS = document_of(
    "大连市扶持办法",
    "年营业收入2000万元以上的给予奖励5万元；年营业收入500万元以上的给予奖励1万元。",
    "大连市",
)
TITLED = document_of("大连市扶持办法", "经认定的瞪羚企业给予奖励。", "大连市")
TERMED = document_of("大连市扶持办法", "在有条件的地方，给予补贴。列入失信名单的不予支持。", "大连市")


@pytest.mark.parametrize(
    ("who", "document", "term"),
    [
        ("大连的合作社", CITY, (MET, "全市", "")),
        ("沈阳的合作社", CITY, (UNMET, "全市", "地域不符：仅限大连市")),
        ("广州的合作社", CITY, (UNMET, "全市", "地域不符：仅限大连市")),
        ("我们是合作社", CITY, (OPEN, "全市", "没有说在哪里")),
        ("大连的合作社", STAFF, (MET, "大连市", "")),
    ],
)
def test_the_region_is_met_unmet_or_open(
    who: str, document: Document, term: tuple[Outcome, str, str]
) -> None:
    assert held(who, document, "region") == [term]


def test_a_region_without_words_in_the_text_still_binds_those_elsewhere() -> None:
    assert held("大连的合作社", SILENT, "region") == []
    assert held("我们是合作社", SILENT, "region") == []
    assert held("广州的合作社", SILENT, "region") == [(UNMET, "", "地域不符：仅限大连市")]


@pytest.mark.parametrize(
    ("who", "document", "term"),
    [
        ("大连的合作社，在高新区内", ZONE, (MET, "沈大国家自主创新示范区", "")),
        (
            "大连的合作社，不在高新区",
            ZONE,
            (UNMET, "沈大国家自主创新示范区", "地域不符：仅限沈大国家自主创新示范区"),
        ),
        (
            "锦州的合作社，在高新区内",
            ZONE,
            (UNMET, "沈大国家自主创新示范区", "地域不符：仅限沈大国家自主创新示范区"),
        ),
        ("沈阳的合作社", ZONE, (OPEN, "沈大国家自主创新示范区", "没有说是否在沈大国家自主创新示范区内")),
        ("大连的合作社，在园区内", INNER, (MET, "高新区", "")),
        ("大连的合作社，在县城", INNER, (UNMET, "高新区", "地域不符：仅限高新区")),
        ("大连的合作社，想入驻高新区", INNER, (OPEN, "高新区", "没有说是否在高新区内")),
    ],
)
def test_the_zone_is_met_unmet_or_open(who: str, document: Document, term: tuple[Outcome, str, str]) -> None:
    assert held(who, document, "zone") == [term]


@pytest.mark.parametrize(
    ("who", "outcome", "said", "binding"),
    [
        ("大连的家庭农场的情况是这样，我们是合作社", MET, "", True),
        ("大连的大学。", UNMET, "对象不符：面向农民合作社", False),
        ("在大连，想要补贴", OPEN, "没有说是不是农民合作社", True),
        ("我们在大连流转了200亩地", OPEN, "没有说是不是农民合作社", True),
    ],
)
def test_whom_a_clause_names_is_one_of_them_another_or_open(
    who: str, outcome: Outcome, said: str, binding: bool
) -> None:
    found = [term for term in terms(who, CITY) if term.text == "农民合作社"]
    assert [(term.outcome, term.said, term.binding) for term in found] == [(outcome, said, binding)]
    assert CITY.text[found[0].start : found[0].end] == "合作社"


def test_what_is_to_be_asked_of_kinds_is_all_of_them_or_the_one_it_may_be() -> None:
    assert [term.about for term in terms("在大连，想要补贴", CITY)][1] == "kinds"
    assert [term.about for term in terms("我们在大连流转了200亩地", CITY)][1] == "cooperative"


def test_one_that_denies_a_title_is_not_of_those_named() -> None:
    document = document_of("大连市扶持办法", "给予瞪羚奖励。", "大连市")
    assert held("大连的公司，不是瞪羚企业", document, "kinds") == [
        (UNMET, "瞪羚", "对象不符：不是瞪羚、独角兽企业")
    ]


def test_departments_are_no_applicants() -> None:
    document = document_of("大连市扶持办法", "各部门给予补贴。", "大连市")
    assert held("大连的大学。", document, "kinds") == []


@pytest.mark.parametrize(
    ("who", "outcome", "said"),
    [
        ("大连的合作社，员工12人", MET, ""),
        ("大连的合作社，员工20人", MET, ""),
        ("大连的合作社，员工21人", UNMET, "条件不符：职工人数21人，要求不超过20人"),
        ("大连的合作社", OPEN, "没有说职工人数"),
    ],
)
def test_a_figure_is_held_against_its_bound(who: str, outcome: Outcome, said: str) -> None:
    assert held(who, STAFF, "employees") == [(outcome, "从业人员不超过20人", said)]


@pytest.mark.parametrize(
    ("who", "outcome", "quote", "said"),
    [
        ("营收3000万", MET, "年营业收入2000万元以上", ""),
        ("营收800万", MET, "年营业收入500万元以上", ""),
        ("营收100万", UNMET, "年营业收入500万元以上", "条件不符：营业收入100万元，要求不低于500万元"),
    ],
)
def test_of_several_tiers_the_first_one_met_counts(who: str, outcome: Outcome, quote: str, said: str) -> None:
    assert held(f"大连的合作社，{who}", TIERS, "revenue") == [(outcome, quote, said)]


def test_one_that_meets_no_tier_is_told_the_lowest_in_whatever_order_they_stand() -> None:
    rising = document_of(
        "大连市扶持办法", "年营业收入500万元以上、年营业收入2000万元以上的，给予补贴。", "大连市"
    )
    (term,) = held("大连的合作社，营收100万", rising, "revenue")
    assert term == (UNMET, "年营业收入500万元以上", "条件不符：营业收入100万元，要求不低于500万元")


@pytest.mark.parametrize(("count", "outcomes"), [(10, [UNMET, MET]), (100, [MET, MET]), (500, [MET, UNMET])])
def test_of_a_range_both_bounds_count(count: int, outcomes: list[Outcome]) -> None:
    ranged = document_of("大连市扶持办法", "从业人员20人以上、从业人员300人以下的企业，给予补贴。", "大连市")
    found = held(f"大连的公司，员工{count}人", ranged, "employees")
    assert [outcome for outcome, _, _ in found] == outcomes


def test_one_who_names_the_province_only_may_be_in_the_city() -> None:
    (term,) = held("辽宁的合作社", CITY, "region")
    assert term == (OPEN, "全市", "没有说是否在大连市")


def test_large_figures_are_written_out() -> None:
    document = document_of("大连市扶持办法", "年营业收入600亿元以上的给予奖励。", "大连市")
    found = next(term for term in terms("大连的公司，营收12345678万", document) if term.about == "revenue")
    assert found.text == "营业收入不低于6000000万元"


@pytest.mark.parametrize(
    ("who", "outcome", "said"),
    [
        ("大连的公司，已评上瞪羚企业", MET, ""),
        ("大连的公司，还没评上瞪羚", UNMET, "条件不符：没有瞪羚、独角兽称号"),
        ("大连的公司，想申请瞪羚", OPEN, "没有说有没有瞪羚、独角兽称号"),
        ("大连的公司", OPEN, "没有说有没有瞪羚、独角兽称号"),
    ],
)
def test_a_certificate_of_a_condition_is_had_lacked_or_open(who: str, outcome: Outcome, said: str) -> None:
    found = [term for term in terms(who, TITLED) if term.text == "有瞪羚、独角兽称号"]
    assert [(term.about, term.outcome, term.said) for term in found] == [("gazelle", outcome, said)]
    assert TITLED.text[found[0].start : found[0].end] == "认定的瞪羚"


def test_a_certificate_outside_of_the_conditions_is_no_term() -> None:
    document = document_of("大连市扶持办法", "对瞪羚名单给予补贴。", "大连市")
    assert [term for term in terms("大连的公司", document) if term.about == "gazelle"] == []


def test_conditions_that_cannot_be_judged_are_shown_and_do_not_bind() -> None:
    found = [term for term in terms("大连的公司", TERMED) if term.about == "condition"]
    assert [(term.text, term.outcome, term.said, term.binding) for term in found] == [
        ("条件：在有条件的地方", OPEN, "须自行核对", False),
        ("不予支持：列入失信名单的不予支持", OPEN, "须自行核对", False),
    ]
    assert [TERMED.text[term.start : term.end] for term in found] == [
        "在有条件的地方",
        "列入失信名单的不予支持",
    ]


def test_two_conditions_and_two_exclusions_are_shown_at_most() -> None:
    places = ((8, 10), (10, 12), (12, 14))
    document = document_of("大连市扶持办法", "甲甲乙乙丙丙", None)
    support = Support((), conditions=places, exclusions=places)
    clause = replace(clause_of(document), support=support)
    found = terms_of(read("大连的公司", DAY), document, clause, Reach.of(document))
    assert [term.text for term in found if term.about == "condition"] == [
        "条件：甲甲",
        "条件：乙乙",
        "不予支持：甲甲",
        "不予支持：乙乙",
    ]


def test_a_condition_that_a_certificate_lies_in_is_judged_by_it() -> None:
    document = document_of("大连市扶持办法", "甲甲瞪羚乙乙", None)
    support = Support((), statuses=(Mark("gazelle", 10, 12),), conditions=((8, 14),))
    clause = replace(clause_of(document), support=support)
    found = terms_of(read("大连的公司，还没评上瞪羚", DAY), document, clause, Reach.of(document))
    assert [(term.about, term.outcome) for term in found] == [("region", MET), ("gazelle", UNMET)]


def test_a_clause_that_grants_nothing_has_its_region_alone() -> None:
    document = document_of("大连市扶持办法", "高度重视这项工作。", "大连市")
    assert clause_of(document).support is None
    assert [(term.about, term.outcome) for term in terms("大连的公司", document)] == [("region", MET)]
