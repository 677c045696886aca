from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus.clause import Clause, Kind
from corpus.document import Document
from corpus.errors import ProfileError
from service import wire
from service.closeness import Closeness
from service.evidence import Weights
from service.matching.applicant import read
from service.matching.contact import contact_of
from service.matching.facts import Facts
from service.matching.matcher import Fit, Matcher
from service.matching.queries import queries
from service.matching.result import Match, Matches, Outcome, Query, Trait, Verdict
from service.matching.showing import notices, traits
from service.matching.terms import Term
from service.settings import Settings

THEN = "2019-06-01"
DAY = date(2019, 6, 1)
APPLIES, UNKNOWN, BARRED = Verdict
COUPON = "我在沈阳办了一家民营工厂，想申请创新券。"
DALIAN = "我们是大连一家12人的软件公司，在高新区内，想贷款，还没评上高新技术企业。"
PROFILES = [
    (COUPON, THEN),
    (COUPON, None),
    (DALIAN, THEN),
    ("锦州的科技型中小企业，在高新区内，想建研发平台。", THEN),
    ("沈阳农业大学的老师，手里有科研成果，想找企业转化，能不能离岗创业？", THEN),
    ("浑南区的众创空间，入驻企业20家，想要运营补助。", "2019-12-31"),
    ("广州的医院，想买设备。", THEN),
    ("想要补贴。", None),
]

Made = Callable[[float, float], Matcher]


@pytest.fixture(scope="module")
def made(home: Path) -> Made:
    """Matchers over the seed documents that show, and let apply, from a given score on."""
    searcher = wire.searching_of(Settings(home=home, generator="none"))
    closeness = Closeness(searcher)

    def make(shown: float, applies: float) -> Matcher:
        fit = Fit.load().model_copy(update={"shown": shown, "applies": applies})
        return Matcher(searcher, closeness, fit, lambda: DAY)

    return make


def texts_of(matcher: Matcher) -> Mapping[str, str]:
    return {document.id: document.text for document in matcher.generation.documents}


def check(found: Matches, texts: Mapping[str, str]) -> None:
    """What holds for every answer."""
    verdicts = [match.verdict for match in found.matches]
    assert verdicts == sorted(verdicts, key=[APPLIES, UNKNOWN, BARRED].index)
    assert sum(verdict is not BARRED for verdict in verdicts) <= 10
    assert verdicts.count(BARRED) <= 6
    assert len(found.questions) <= 3
    assert len({match.clause_id for match in found.matches}) == len(found.matches)
    for match in found.matches:
        check_match(match, texts[match.document.id])
    for verdict in Verdict:
        same = [match for match in found.matches if match.verdict is verdict]
        # What has nothing unmet comes first.
        placed = [
            (any(one.verdict is Outcome.UNMET for one in match.conditions), -match.score) for match in same
        ]
        assert placed == sorted(placed)


def check_match(match: Match, text: str) -> None:
    assert match.quote == text[match.start : match.end] != ""
    assert match.quote in text
    for condition in match.conditions:
        assert condition.quote == text[condition.start : condition.end]
        assert condition.quote or condition.verdict is not Outcome.MET
        assert (condition.reason == "") is (condition.verdict is Outcome.MET)
    outcomes = {condition.verdict for condition in match.conditions}
    if match.verdict is APPLIES:
        assert Outcome.MET in outcomes
        assert Outcome.UNMET not in outcomes
        assert match.reason.startswith("符合：")
    if match.verdict is BARRED:
        assert match.reason.startswith(("地域不符：", "时间不符：", "已过期：", "对象不符：", "条件不符："))
    assert match.contact
    assert match.period


@pytest.mark.parametrize(("profile", "as_of"), PROFILES)
def test_every_answer_is_quoted_exactly_ordered_and_given_reasons(
    matcher: Matcher, profile: str, as_of: str | None
) -> None:
    found = matcher.match(profile, as_of=as_of)
    check(found, texts_of(matcher))
    assert (found.profile, found.as_of) == (profile, as_of or "2026-11-21")
    assert found.generation == matcher.generation.id


@pytest.mark.parametrize(("profile", "as_of"), PROFILES[:3])
def test_the_same_applicant_gets_the_same_answer_from_any_matcher(
    matcher: Matcher, made: Made, profile: str, as_of: str | None
) -> None:
    first = matcher.match(profile, as_of=as_of)
    assert matcher.match(profile, as_of=as_of) == first
    fit = Fit.load()
    assert made(fit.shown, fit.applies).match(profile, as_of=first.as_of) == first


_PIECES = st.sampled_from(
    [
        "大连",
        "沈阳的",
        "公司",
        "众创空间",
        "没有",
        "专利",
        "想",
        "贷款",
        "补贴",
        "，",
        "。",
        "不在",
        "高新区",
        "12人",
        "\n",
    ]
)


@settings(max_examples=25, deadline=None)
@given(st.one_of(st.text(max_size=40), st.lists(_PIECES, max_size=20).map("".join)))
def test_any_text_is_answered_with_exact_quotes_or_refused_in_words(matcher: Matcher, text: str) -> None:
    if not any(map(str.isalnum, text)) or any("\ud800" <= letter <= "\udfff" for letter in text):
        with pytest.raises(ProfileError, match=r"^描述"):
            matcher.match(text, as_of=THEN)
        return
    found = matcher.match(text, as_of=THEN)
    check(found, texts_of(matcher))


def test_a_long_description_that_opens_with_marks_is_searched_from_its_first_letter(matcher: Matcher) -> None:
    bare = matcher.match("我们在沈阳，想贷款。", as_of=THEN)
    found = matcher.match("，" * 1500 + "我们在沈阳，想贷款。", as_of=THEN)
    assert bare.matches
    assert found.matches == bare.matches


def test_a_plan_in_force_supports_and_a_plan_that_is_over_does_not(matcher: Matcher) -> None:
    wanted = "sy-kjyd-2019#3.8.30"
    then = {match.clause_id: match for match in matcher.match(COUPON, as_of=THEN).matches}
    assert then[wanted].verdict is not BARRED
    assert (then[wanted].over, then[wanted].period) == (False, "规划期2019年")
    now = {match.clause_id: match for match in matcher.match(COUPON).matches}
    assert (now[wanted].verdict, now[wanted].over) == (BARRED, True)
    assert now[wanted].reason == "已过期：规划期2019年已过"


def test_every_plan_is_over_in_2026(matcher: Matcher) -> None:
    reasons = {
        "ln-kjgh-2016": "已过期：规划期2016–2020年已过",
        "ln-cgzh-2018": "已过期：规划期2018–2020年已过",
        "sy-kjyd-2019": "已过期：规划期2019年已过",
    }
    seen = set()
    for profile in (COUPON, DALIAN):
        for match in matcher.match(profile).matches:
            if match.document.id in reasons:
                seen.add(match.document.id)
                assert (match.reason, match.verdict) == (reasons[match.document.id], BARRED)
    assert "sy-kjyd-2019" in seen


def test_before_any_document_was_issued_none_supports(made: Made) -> None:
    found = made(0.0, 0.0).match(COUPON, as_of="2015-01-01")
    assert {match.verdict for match in found.matches} == {BARRED}
    assert {match.reason.partition("：")[0] for match in found.matches} == {"时间不符"}


def test_a_document_of_another_city_does_not_apply(made: Made) -> None:
    found = made(0.0, 0.0).match("大连的公司，想申请创新券。", as_of=THEN)
    reasons = {match.reason for match in found.matches if match.document.id == "sy-kjyd-2019"}
    assert reasons == {"地域不符：仅限沈阳市"}


@pytest.mark.parametrize(
    "profile", ["锦州的公司，在高新区内，想建示范区。", "沈阳的公司，不在高新区，想建示范区。"]
)
def test_a_document_of_a_zone_does_not_apply_outside_of_it(made: Made, profile: str) -> None:
    found = made(0.0, 0.0).match(profile, as_of=THEN)
    reasons = {match.reason for match in found.matches if match.document.id == "ln-zcq-2016"}
    assert reasons == {"地域不符：仅限沈大国家自主创新示范区"}


def test_one_from_another_province_is_told_that_no_document_holds_there(matcher: Matcher) -> None:
    found = matcher.match("广州的医院，想买设备。", as_of=THEN)
    assert {match.verdict for match in found.matches} <= {BARRED}
    assert found.notices == ("库里的文件都不适用于广州。请先加入当地的政策文件。",)


def test_nonsense_has_no_matches_and_is_told_what_to_write(matcher: Matcher) -> None:
    found = matcher.match("啊啊啊啊今天天气好")
    assert (found.matches, found.understood) == ((), ())
    assert found.notices == ("没有看懂是谁、在哪里、想要什么。请写明所在的市、做什么的、想要哪类支持。",)


def test_nothing_is_said_to_apply_to_one_who_asks_for_nothing(made: Made) -> None:
    for said in ("我们是沈阳的企业", "沈阳公司1"):
        found = made(0.0, 0.0).match(said)
        assert APPLIES not in {match.verdict for match in found.matches}
        assert "wants" in {query.about for query in found.questions}


def test_a_feature_counts_no_further_than_it_was_fitted_on() -> None:
    model = Weights(intercept=0.0, weights={"a": 1.0, "b": -1.0})
    fit = Fit(shown=0.0, applies=0.5, most={"a": 2.0, "b": 1.0}, model=model)
    assert fit.chance({"a": 9.0, "b": 5.0}) == fit.chance({"a": 2.0, "b": 1.0}) == 0.7311
    assert fit.chance({}) == 0.5


def test_where_nothing_is_likely_enough_that_is_said(made: Made) -> None:
    found = made(1.1, 1.1).match(COUPON)
    assert found.matches == ()
    assert found.notices == ("没有找到适用的条款。可以换一种说法，或写明所在的市、身份和想要的支持。",)


def test_a_clause_applies_only_where_all_that_binds_is_met_and_it_is_likely(made: Made) -> None:
    assert APPLIES not in {match.verdict for match in made(0.0, 1.1).match(COUPON).matches}
    found = made(0.0, 0.0).match(COUPON).matches
    assert {match.verdict for match in found} >= {APPLIES, UNKNOWN}
    for match in found:
        unsure = [
            condition
            for condition in match.conditions
            if condition.verdict is Outcome.OPEN and condition.reason != "须自行核对"
        ]
        unmet = [condition for condition in match.conditions if condition.verdict is Outcome.UNMET]
        grantless = match.benefit == "没有写明是哪类支持"
        assert match.verdict is BARRED or (match.verdict is UNKNOWN) is bool(unsure or unmet or grantless)


def test_the_form_corrects_how_an_applicant_is_understood(matcher: Matcher) -> None:
    found = matcher.match("一家公司，想贷款。", Facts(region="大连", employees=12, inside=True), THEN)
    assert Trait("region", "地区", "大连") in found.understood
    assert Trait("employees", "职工人数", "12人") in found.understood
    assert Trait("inside", "在园区、高新区内", "是") in found.understood


@pytest.mark.parametrize(
    ("profile", "facts", "as_of", "message"),
    [
        ("", Facts(), None, "描述是空的"),
        ("大" * 4001, Facts(), None, "描述有 4001 个字"),
        ("大连的公司", Facts(region="沈阳"), None, "表单里的地区是沈阳，描述里说的是大连"),
        ("大连的公司", Facts(), "昨天", "日期“昨天”读不懂"),
    ],
)
def test_what_cannot_be_matched_is_refused(
    matcher: Matcher, profile: str, facts: Facts, as_of: str | None, message: str
) -> None:
    with pytest.raises(ProfileError, match=message):
        matcher.match(profile, facts, as_of)


def test_all_that_was_understood_is_said_with_the_fact_that_corrects_it() -> None:
    text = "我们是浑南区的科技公司，员工12人，不是高新技术企业，不在高新区，想贷款"
    found = traits(read(text, DAY))
    assert found[0] == Trait("region", "地区", "浑南")
    assert found[-4:] == (
        Trait("wants", "想要", "信贷与风险补偿"),
        Trait("employees", "职工人数", "12人"),
        Trait("high_tech", "高新技术企业证书", "没有"),
        Trait("inside", "在园区、高新区内", "否"),
    )


def test_large_figures_are_written_out_in_what_was_understood() -> None:
    assert traits(read("去年营收12345亿", DAY)) == (Trait("revenue", "营业收入", "123450000万元"),)


def test_there_is_nothing_to_notice_where_something_may_apply() -> None:
    applicant = read("大连的公司，想贷款", DAY)
    assert notices(applicant, [], [BARRED, UNKNOWN]) == ()
    assert notices(applicant, [], [BARRED])[0].startswith("没有找到适用的条款。")


def open_term(about: str, *, binding: bool = True) -> Term:
    return Term(about, about, Outcome.OPEN, 0, 1, "没有说", binding)


def test_what_decides_about_most_clauses_is_asked_first_and_once_a_clause() -> None:
    met = Term("zone", "在园区内", Outcome.MET, 0, 1)
    found = queries(
        read("大连的公司，想贷款", DAY),
        [
            [open_term("employees"), open_term("employees"), met],
            [open_term("region"), open_term("high_tech"), open_term("condition", binding=False)],
            [open_term("region"), open_term("employees"), open_term("patents")],
            [open_term("region"), open_term("kinds")],
        ],
    )
    assert found == (
        Query("region", "在哪个省、哪个市（县）？", 3),
        Query("employees", "职工人数是多少（人）？", 2),
        Query("high_tech", "是不是高新技术企业？", 1),
    )


def test_what_is_wanted_is_asked_first_where_it_is_not_said() -> None:
    asked = "想要哪类支持：资金、贷款、税收、场地、人才，还是别的？"
    applicant = read("大连的公司", DAY)
    assert queries(applicant, [[open_term("listed")], []]) == (
        Query("wants", asked, 2),
        Query("listed", "有没有上市、挂牌？", 1),
    )
    full = [[open_term("listed"), open_term("region"), open_term("zone")]]
    assert [query.about for query in queries(applicant, full)] == ["wants", "listed", "region"]
    assert queries(applicant, []) == ()


def document_of(body: str, issuer: str | None = None) -> Document:
    return Document("d", "办法", issuer, None, None, None, None, None, "f", body)


def clause_of(body: str) -> Clause:
    return Clause("d#1", "d", ("一",), Kind.PARAGRAPH, 0, len(body), body)


@pytest.mark.parametrize(
    ("body", "issuer", "contact"),
    [
        ("企业向市科技局提出申请。本办法由市财政局负责解释。", "大连市人民政府", "市科技局"),
        ("给予补贴。本办法由市财政局会同市科技局负责解释。", "大连市人民政府", "市财政局"),
        ("面向全市服务中心申报。", "大连市人民政府", "大连市人民政府"),
        ("给予补贴。", "大连市人民政府", "大连市人民政府"),
        ("给予补贴。", None, "文件没有写明"),
    ],
)
def test_whom_to_turn_to_is_named_by_the_text_else_it_is_the_issuer(
    body: str, issuer: str | None, contact: str
) -> None:
    assert contact_of(clause_of(body), document_of(body, issuer), {}) == contact


def test_whom_to_turn_to_is_first_who_leads_the_clause_or_the_one_that_governs_it() -> None:
    body = "企业向市科技局提出申请。"
    governing = replace(clause_of(body), id="d#2", lead_units=("市金融局", "市财政局"))
    governed = replace(clause_of(body), governor="d#2")
    assert contact_of(governed, document_of(body), {"d#2": governing}) == "市金融局、市财政局"
    assert contact_of(governing, document_of(body), {}) == "市金融局、市财政局"
    assert contact_of(governed, document_of(body), {}) == "市科技局"
