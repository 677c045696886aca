from corpus.clause import Clause, Kind
from service.quoting import beside, joined, limited, quotes
from service.spans import Span

# 62 characters: a clause with two of them is too long to be quoted whole.
FILLER = (
    "推进体系建设，完善各项服务，加强统筹协调，健全工作机制，落实各方责任，形成工作合力，促进持续发展，"
    "提升整体水平，做好宣传引导"
)


def clause_of(*sentences: str) -> Clause:
    text = "。".join(sentences) + "。"
    return Clause("d#1", "d", (), Kind.ITEM, 500, 500 + len(text), text)


def span_of(clause: Clause, text: str, score: float) -> Span:
    start = clause.start + clause.text.index(text)
    return Span(clause, start, start + len(text), text, score)


def texts(spans: list[Span]) -> list[str]:
    for span in spans:
        held = span.clause
        assert held.text[span.start - held.start : span.end - held.start] == span.text
    return [span.text for span in spans]


def test_a_short_clause_is_quoted_whole() -> None:
    held = clause_of("给予补助", "补助不超过5万元")
    spans = [span_of(held, "补助不超过5万元", 2.0), span_of(held, "给予补助", -2.0)]
    assert texts(quotes(spans[0], spans, 300)) == ["给予补助。补助不超过5万元"]


def test_of_a_long_clause_the_sentences_that_fit_are_quoted_and_neighbours_joined() -> None:
    held = clause_of("给予补助", "补助不超过5万元", FILLER, FILLER + "保障", "由财政承担")
    spans = [
        span_of(held, "补助不超过5万元", 2.0),
        span_of(held, "给予补助", 1.5),
        span_of(held, "由财政承担", 1.0),
        span_of(held, FILLER + "。", -4.0),
    ]
    assert texts(quotes(spans[0], spans, 300)) == ["给予补助。补助不超过5万元", "由财政承担"]


def test_where_room_is_short_only_the_best_or_a_shorter_one_nearly_as_good_is_quoted() -> None:
    held = clause_of("到2020年，" + FILLER + "，企业达到4000家", FILLER + "保障", "由财政承担")
    long = span_of(held, "到2020年，" + FILLER + "，企业达到4000家", 2.0)
    short = span_of(held, "企业达到4000家", 1.9)
    other = span_of(held, "由财政承担", 1.9)
    assert texts(quotes(long, [long, other], 91)) == [long.text]
    assert texts(quotes(long, [long, short], 30)) == ["企业达到4000家"]
    assert texts(quotes(long, [long], 30)) == [long.text]


def test_what_limits_a_rule_goes_with_it() -> None:
    held = clause_of("可以先行先试", "但涉及安全的除外", FILLER, FILLER + "保障")
    rule = span_of(held, "可以先行先试", 2.0)
    assert limited(rule).text == "可以先行先试。但涉及安全的除外"
    assert texts(beside(rule, [rule])) == ["可以先行先试。但涉及安全的除外"]
    assert limited(span_of(held, "但涉及安全的除外", 1.0)).text == "但涉及安全的除外"


def test_spans_apart_stay_apart() -> None:
    held = clause_of("甲句一", "乙句二", "丙句三")
    first, last = span_of(held, "甲句一", 1.0), span_of(held, "丙句三", 2.0)
    assert texts(joined([first, last])) == ["甲句一", "丙句三"]
    assert texts(joined([first, span_of(held, "乙句二", 0.0), last])) == ["甲句一。乙句二。丙句三"]


def test_what_a_rule_holds_for_goes_with_it() -> None:
    held = clause_of(
        "（一）对离岗创业的，经本人申请、所在单位同意，可在3年内保留关系，另行奖励",
        FILLER,
        FILLER,
        "由财政承担",
    )
    rule = span_of(held, "可在3年内保留关系", 2.0)
    conditions = "对离岗创业的，经本人申请、所在单位同意，可在3年内保留关系"
    assert texts([limited(rule)]) == [conditions]
    far = span_of(held, "由财政承担", -9.0)
    assert texts(quotes(rule, [rule, far], 300)) == [conditions]


def test_what_only_stands_before_a_rule_is_no_condition() -> None:
    # An aim, other figures, the sentence before, 经济 and 对外: none says for whom or when.
    for before in ("以创新为目的，", "甲达到30家，", "已获批准的。", "经济发展较好，", "对外开放扩大，"):
        rule = span_of(clause_of(before + "补助5万元"), "补助5万元", 2.0)
        assert limited(rule).text == "补助5万元"


def test_a_condition_too_far_before_a_rule_is_not_begun_in_its_middle() -> None:
    held = clause_of("对" + "甲" * 200 + "的，经批准，补助5万元")
    assert limited(span_of(held, "补助5万元", 2.0)).text == "经批准，补助5万元"
