from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from corpus.clause import Clause, Kind
from corpus.document import Document
from corpus.errors import FilterError
from index.asked import Asked
from index.filters import Filters
from index.fusion import Fusion, LegWeights
from index.generation import Sources, build, load
from index.hit import Hit
from index.leg import Leg
from index.legs import Legs
from index.lexicon import Expansion, Lexicon
from index.search import HybridSearcher
from tests.index.fakes import HandEncoder, clause, document

SUBSIDY = clause("甲#1", "给予企业研发补贴。")
TALENT = clause("甲#2", "引进高层次人才。", start=9)
PLEDGE = clause("乙#1", "开展知识产权质押融资。")
HEADING = clause("乙#2", "二、总体要求", start=11, kind=Kind.HEADING)
CLAUSES = (SUBSIDY, TALENT, PLEDGE, HEADING)
DOCUMENTS = (document("甲", region="辽宁省"), document("乙", region="沈阳市"))
ASKED = (
    Asked("买设备有没有钱拿", SUBSIDY.id, 2, 4),
    Asked("搞科研给不给钱", SUBSIDY.id, 4, 8),
    Asked("博士来了给房吗", TALENT.id, 9, 17),
)
WORDS: Mapping[str, float] = {"character": 0.0, "bigram": 1.0, "word": 0.0}
LEGS = {
    **dict.fromkeys(LegWeights.model_fields, 0.0),
    "lexical": 1.0,
    "lexicon": 2.0,
    "asked": 1.0,
    "asked_dense": 2.0,
    "dense": 3.0,
}
FUSION = Fusion.model_validate(
    {
        "terms": WORDS,
        "asked_terms": WORDS,
        "literal": 1.0,
        "rerank": 1.0,
        "generated": 0.25,
        "fields": {"宽泛": 0.0, "时间": 0.5},
        "legs": LEGS,
    }
)
LEXICON = Lexicon(
    {
        "厂子": Expansion("厂子", ("企业",), "主体"),
        "没抵押": Expansion("没抵押", ("风险补偿", "知识产权质押"), "金融"),
        "给钱": Expansion("给钱", ("补贴", "企业"), "财税"),
        "咋回事": Expansion("咋回事", ("融资",), "宽泛"),
        "早点": Expansion("早点", ("企业",), "时间"),
        "无对应": Expansion("无对应", (), "主体"),
    }
)
Vectors = Mapping[str, Sequence[float]]
Make = Callable[..., HybridSearcher]
ANY = Filters()


@pytest.fixture(name="make")
def searcher_of(tmp_path: Path) -> Make:
    """Build an index of the clauses above and open a searcher on it."""

    def made(
        vectors: Vectors | None = None,
        asked: tuple[Asked, ...] = (),
        lexicon: Lexicon = LEXICON,
        clauses: tuple[Clause, ...] = CLAUSES,
        documents: tuple[Document, ...] = DOCUMENTS,
        **weights: float,
    ) -> HybridSearcher:
        encoder = HandEncoder(vectors or {})
        build(tmp_path, Sources(tmp_path, "", documents, clauses, asked), encoder, lambda _: None)
        legs = FUSION.legs.model_copy(update=weights)
        fusion = FUSION.model_copy(update={"legs": legs})
        return HybridSearcher(Legs(load(tmp_path, encoder), encoder, lexicon, fusion))

    return made


def scores(hits: Sequence[Hit]) -> dict[str, float]:
    return {hit.clause.id: hit.score for hit in hits if hit.score}


def test_a_clause_that_shares_words_with_the_question_is_found_first(make: Make) -> None:
    hits = make().search("研发有补贴吗", 3, ANY)
    assert hits[0].clause == SUBSIDY
    assert set(hits[0].why) == {"lexical"}
    assert scores(hits).keys() == {SUBSIDY.id}


def test_the_lexical_share_does_not_grow_with_the_length_of_the_question(make: Make) -> None:
    # One of its bigrams says what the clause says, then one of three: a third of the score.
    searcher = make()
    short = searcher.search("补贴", 1, ANY)[0].score
    long = searcher.search("补贴几多", 1, ANY)[0].score
    assert short > 0.5
    assert long == pytest.approx(short / 3, abs=1e-4)


def test_a_colloquial_term_finds_the_official_one_through_the_lexicon(make: Make) -> None:
    assert scores(make(lexicon=Lexicon({})).search("厂子咋办", 3, ANY)) == {}
    searcher = make()
    # 厂子咋办 has three bigrams; its expansion is one bigram at the lexicon's weight of 2.
    official = searcher.search("企业", 1, ANY)[0].score
    assert scores(searcher.search("厂子咋办", 3, ANY)) == {
        SUBSIDY.id: pytest.approx(official * 2 / 3, abs=1e-4)
    }


def test_an_expansion_counts_its_best_official_term_not_their_sum(make: Make) -> None:
    # 补贴 and 企业 stand in one clause each, once: both score alike, and one of them counts.
    searcher = make()
    official = searcher.search("企业", 1, ANY)[0].score
    assert scores(searcher.search("给钱", 3, ANY)) == {SUBSIDY.id: pytest.approx(official * 2, abs=2e-4)}


def test_a_later_official_term_finds_its_clause_too(make: Make) -> None:
    searcher = make(lexicon=Lexicon({"没抵押": LEXICON.expand("没抵押")[0]}))
    assert searcher.search("没抵押咋办", 1, ANY)[0].clause == PLEDGE


def test_a_field_multiplies_its_expansions_and_one_of_factor_zero_finds_nothing(make: Make) -> None:
    searcher = make()
    assert scores(searcher.search("咋回事", 3, ANY)) == {}
    # 早点 is one bigram, expanded at 2 × 0.5.
    official = searcher.search("企业", 1, ANY)[0].score
    assert scores(searcher.search("早点", 3, ANY)) == {SUBSIDY.id: pytest.approx(official, abs=1e-4)}


def test_an_official_term_counts_the_mean_of_its_bigrams(make: Make) -> None:
    # 研发, 发补 and 补贴 stand once each in one clause: their mean is the score of one bigram, times
    # the lexicon's weight of 2, over the two bigrams of the question.
    searcher = make(lexicon=Lexicon({"搞专利": Expansion("搞专利", ("研发补贴",), "主体")}))
    one = searcher.search("企业", 1, ANY)[0].score
    assert scores(searcher.search("搞专利", 3, ANY)) == {SUBSIDY.id: pytest.approx(one, abs=1e-4)}


def test_an_official_term_of_one_character_finds_it(make: Make) -> None:
    searcher = make(lexicon=Lexicon({"博士": Expansion("博士", ("才",), "主体")}))
    assert scores(searcher.search("博士", 3, ANY)).keys() == {TALENT.id}


def test_a_term_without_official_ones_finds_nothing(make: Make) -> None:
    assert scores(make().search("无对应", 3, ANY)) == {}


def test_a_clause_is_found_by_its_cosine_times_the_weight_of_the_leg(make: Make) -> None:
    vectors = {"咋弄": (1.0, 0.0), PLEDGE.text: (0.6, 0.8), TALENT.text: (-1.0, 0.0)}
    hits = make(vectors).search("咋弄", 3, ANY)
    assert hits[0].clause == PLEDGE
    assert hits[0].why == {"dense": pytest.approx(1.8, abs=1e-4)}
    assert hits[0].asked is None
    # A cosine below zero takes nothing away.
    assert scores(hits) == {PLEDGE.id: hits[0].score}


def test_a_long_clause_is_as_near_as_its_nearest_window(make: Make) -> None:
    first, second = "甲" * 89 + "。", "乙" * 89 + "。"
    vectors = {"咋弄": (1.0, 0.0), first: (0.6, 0.8), second: (1.0, 0.0), first + second: (0.8, 0.6)}
    hits = make(vectors, clauses=(clause("甲#1", first + second),)).search("咋弄", 3, ANY)
    assert [hit.why for hit in hits] == [{"dense": pytest.approx(3.0, abs=1e-4)}]


def test_what_is_beyond_the_200_nearest_counts_as_near_as_the_last_of_them(make: Make) -> None:
    vectors = {"补贴": (1.0, 0.0), TALENT.text: (0.6, 0.8), ASKED[2].question: (0.6, 0.8)}
    crowd = tuple(clause(f"甲#c{number}", TALENT.text) for number in range(200))
    asked = (*(ASKED[2] for _ in range(200)), Asked("有补贴吗", SUBSIDY.id, 6, 8))
    everything = {"asked": asked, "clauses": (*crowd, *CLAUSES)}
    bare = make(**everything).search("补贴", 1, ANY)[0]
    best = make(vectors, **everything).search("补贴", 1, ANY)[0]
    assert best.clause == bare.clause == SUBSIDY
    assert best.why["dense"] == pytest.approx(3 * 0.6, abs=1e-4)
    assert best.why["asked-as"] == pytest.approx(bare.why["asked-as"] + 2 * 0.6, abs=1e-4)


def test_a_stored_question_lifts_its_clause_and_gives_its_answer(make: Make) -> None:
    # Alone, the clause that says 人才 in so many words is first.
    question = "人才有没有钱拿"
    bare = Lexicon({})
    assert make(lexicon=bare).search(question, 1, ANY)[0].clause == TALENT
    best, second = make(asked=ASKED, lexicon=bare).search(question, 2, ANY)
    assert (best.clause, best.asked, set(best.why)) == (SUBSIDY, (2, 4), {"asked-as"})
    assert (second.clause, second.asked) == (TALENT, None)


def test_the_span_is_that_of_the_nearest_stored_question_of_the_clause(make: Make) -> None:
    searcher = make(asked=ASKED)
    assert searcher.search("买设备有没有钱拿", 1, ANY)[0].asked == (2, 4)
    assert searcher.search("搞科研给不给钱", 1, ANY)[0].asked == (4, 8)


def test_a_stored_question_is_found_by_its_cosine_too(make: Make) -> None:
    vectors = {"咋弄": (1.0, 0.0), ASKED[0].question: (0.0, 1.0), ASKED[1].question: (0.8, 0.6)}
    best = make(vectors, asked=ASKED).search("咋弄", 3, ANY)[0]
    assert (best.clause, best.asked) == (SUBSIDY, (4, 8))
    # The better question counts alone: 2 × 0.8.
    assert best.why == {"asked-as": pytest.approx(1.6, abs=1e-4)}


def test_a_stored_question_of_a_cosine_below_zero_loses_nothing(make: Make) -> None:
    vectors = {"买设备": (1.0, 0.0), ASKED[0].question: (-1.0, 0.0)}
    bare = make(asked=ASKED[:1]).search("买设备", 1, ANY)[0]
    assert bare.why["asked-as"] > 0.1
    assert make(vectors, asked=ASKED[:1]).search("买设备", 1, ANY)[0] == bare


def by_a_model(asked: Asked) -> Asked:
    return replace(asked, generated=True)


def test_a_generated_question_counts_its_share_of_one_that_people_wrote(make: Make) -> None:
    vectors = {"买设备咋弄": (1.0, 0.0), ASKED[0].question: (0.8, 0.6)}
    by_people = make(vectors, asked=ASKED[:1]).search("买设备咋弄", 3, ANY)[0]
    # What its words and its vector (2 × 0.8) give, a quarter of each.
    (hit,) = make(vectors, asked=(by_a_model(ASKED[0]),)).search("买设备咋弄", 3, ANY)
    assert by_people.why["asked-as"] > 1.6 + 0.1
    assert hit.why == {"asked-as": pytest.approx(by_people.why["asked-as"] / 4, abs=1e-4)}
    assert hit.score == pytest.approx(by_people.score / 4, abs=1e-4)


def test_a_generated_question_is_no_answer_and_makes_nothing_look_well_known(make: Make) -> None:
    vectors = {"咋弄": (1.0, 0.0), ASKED[0].question: (0.8, 0.6), SUBSIDY.text: (0.6, 0.8)}
    by_people = make(vectors, asked=ASKED[:1]).search("咋弄", 3, ANY)[0]
    assert (by_people.asked, by_people.similarity) == ((2, 4), 0.8)
    hit = make(vectors, asked=(by_a_model(ASKED[0]),)).search("咋弄", 3, ANY)[0]
    # The window of the clause gives 3 × 0.6, the question 2 × 0.8 / 4.
    assert hit.why == {"dense": pytest.approx(1.8), "asked-as": pytest.approx(0.4)}
    assert (hit.clause, hit.asked, hit.similarity) == (SUBSIDY, None, 0.6)


def test_a_clause_found_by_a_generated_question_alone_is_like_nothing(make: Make) -> None:
    (hit,) = make(asked=(by_a_model(ASKED[0]),)).search("买设备", 3, ANY)
    assert (hit.clause, set(hit.why), hit.asked, hit.similarity) == (SUBSIDY, {"asked-as"}, None, 0.0)


def test_of_the_questions_of_a_clause_the_one_that_counts_most_counts_alone(make: Make) -> None:
    vectors = {"咋弄": (1.0, 0.0), ASKED[0].question: (0.6, 0.8), ASKED[1].question: (1.0, 0.0)}
    # 2 × 0.6 by people; by a model 2 × 1 / 4.
    (hit,) = make(vectors, asked=(ASKED[0], by_a_model(ASKED[1]))).search("咋弄", 3, ANY)
    assert hit.why == {"asked-as": pytest.approx(1.2)}
    assert (hit.asked, hit.similarity) == ((2, 4), 0.6)
    # 2 × 0.2 by people; by a model 2 × 1 / 4 all the same.
    vectors[ASKED[0].question] = (0.2, 0.9798)
    (hit,) = make(vectors, asked=(ASKED[0], by_a_model(ASKED[1]))).search("咋弄", 3, ANY)
    assert hit.why == {"asked-as": pytest.approx(0.5)}
    # What people wrote still says where the answer stands.
    assert (hit.asked, hit.similarity) == ((2, 4), 0.2)


def test_a_weight_of_nothing_silences_generated_questions_and_no_others(make: Make) -> None:
    asked = (by_a_model(ASKED[0]), ASKED[1], by_a_model(ASKED[2]))
    vectors = {"买设备": (1.0, 0.0), ASKED[0].question: (0.8, 0.6), ASKED[1].question: (0.6, 0.8)}
    searcher = make(vectors, asked=asked)
    silent = searcher.weighed(searcher.fusion.model_copy(update={"generated": 0.0}))
    assert [hit.clause for hit in searcher.search("博士来了给房吗", 3, ANY)] == [TALENT]
    assert silent.search("博士来了给房吗", 3, ANY) == []
    (hit,) = silent.search("买设备", 3, ANY)
    assert hit.why == {"asked-as": pytest.approx(1.2, abs=1e-4)}
    assert hit.asked == (4, 8)


def test_the_asked_share_does_not_grow_with_the_length_of_the_question(make: Make) -> None:
    # Two of its two bigrams are the stored question's, then two of four.
    searcher = make(asked=ASKED)
    short = searcher.search("买设备", 1, ANY)[0].why["asked-as"]
    assert short > 0.5
    assert searcher.search("买设备几多", 1, ANY)[0].why == {"asked-as": pytest.approx(short / 2, abs=1e-4)}


VECTORS = {
    "企业没抵押给钱吗": (0.6, 0.8),
    SUBSIDY.text: (1.0, 0.0),
    TALENT.text: (0.0, 1.0),
    PLEDGE.text: (0.8, 0.6),
    ASKED[1].question: (0.0, 1.0),
}


def test_scores_descend_and_are_the_sum_of_their_shares(make: Make) -> None:
    hits = make(VECTORS, asked=ASKED).search("企业没抵押给钱吗", 10, ANY)
    assert {hit.clause.id for hit in hits} == {SUBSIDY.id, TALENT.id, PLEDGE.id}
    assert [hit.score for hit in hits] == sorted((hit.score for hit in hits), reverse=True)
    for hit in hits:
        assert hit.score == pytest.approx(sum(hit.why.values()), abs=2e-4)
    shares = {hit.clause.id: hit.why for hit in hits}
    assert shares[SUBSIDY.id].keys() == {"lexical", "lexicon", "asked-as", "dense"}
    assert shares[PLEDGE.id]["dense"] == pytest.approx(3 * 0.96, abs=1e-4)


def test_clauses_that_score_alike_stand_in_document_order(make: Make) -> None:
    same = {"咋弄": (1.0, 0.0), PLEDGE.text: (0.6, 0.8), TALENT.text: (0.6, 0.8), SUBSIDY.text: (0.6, 0.8)}
    hits = make(same).search("咋弄", 3, ANY)
    assert [hit.clause for hit in hits] == [SUBSIDY, TALENT, PLEDGE]


def test_no_more_than_k_clauses_are_found(make: Make) -> None:
    searcher = make(VECTORS, asked=ASKED)
    everything = searcher.search("企业没抵押给钱吗", 10, ANY)
    assert searcher.search("企业没抵押给钱吗", 2, ANY) == everything[:2]


def test_a_heading_is_never_found(make: Make) -> None:
    hits = make({"总体要求": (1.0, 0.0), HEADING.text: (1.0, 0.0)}).search("总体要求", 10, ANY)
    assert scores(hits) == {}
    assert HEADING not in [hit.clause for hit in hits]


def test_filters_restrict_every_leg_and_keep_the_scores(make: Make) -> None:
    searcher = make(VECTORS, asked=ASKED)
    question = "企业没抵押给钱吗"
    everywhere = searcher.search(question, 10, ANY)
    for region, name in (("辽宁省", "甲"), ("沈阳市", "乙")):
        wanted = [hit for hit in everywhere if hit.clause.document_id == name]
        assert searcher.search(question, 10, Filters(region=region)) == wanted


def test_filters_that_nothing_passes_are_refused(make: Make) -> None:
    with pytest.raises(FilterError, match="region=吉林省"):
        make().search("补贴", 3, Filters(region="吉林省"))


def test_a_question_without_terms_scores_nothing(make: Make) -> None:
    assert scores(make(asked=ASKED).search("？？", 3, ANY)) == {}


def test_the_same_question_gives_the_same_hits_twice(make: Make) -> None:
    searcher = make(VECTORS, asked=ASKED)
    first = searcher.search("企业没抵押给钱吗", 10, ANY)
    assert searcher.search("企业没抵押给钱吗", 10, ANY) == first
    assert make(VECTORS, asked=ASKED).search("企业没抵押给钱吗", 10, ANY) == first


def test_a_text_that_people_ask_for_in_other_words_is_found_by_translation(make: Make) -> None:
    # No word in common; the bundled model knows what 钱 and 厂子 are asked of.
    searcher = make(lexicon=Lexicon({}), translation=2.0)
    best = searcher.search("厂子搞发明给多少钱", 3, ANY)[0]
    assert (best.clause, set(best.why)) == (SUBSIDY, {"translation"})
    assert searcher.without([Leg.TRANSLATION]).search("厂子搞发明给多少钱", 3, ANY) == []


def test_translation_counts_less_where_a_clause_says_the_question_itself(make: Make) -> None:
    # 企业研发补贴 stands there word for word; beyond a tenth of that, translation counts the less.
    question = "企业研发补贴"
    whole = make(lexicon=Lexicon({}), translation=1.0)
    wary = whole.weighed(whole.fusion.model_copy(update={"literal": 0.1}))
    full, less = (each.search(question, 1, ANY)[0].why for each in (whole, wary))
    index, bag = whole.generation.lexical, dict.fromkeys(("企业", "业研", "研发", "发补", "补贴"), 1.0)
    said = index.search(index.bag(bag), 1)[0][1] / sum(index.rarity(term, len(CLAUSES)) for term in bag)
    assert 0.1 < said < 1
    assert less["translation"] == pytest.approx(full["translation"] * 0.1 / said, abs=1e-3)
    assert full["lexical"] == less["lexical"]


def test_a_stored_question_is_translated_too(make: Make) -> None:
    asked = (Asked("企业的研发补贴", TALENT.id, 9, 17),)
    question = "厂子搞发明给多少钱"
    assert make(asked=asked, lexicon=Lexicon({})).search(question, 3, ANY) == []
    hits = make(asked=asked, lexicon=Lexicon({}), asked_translation=1.0).search(question, 3, ANY)
    assert [(hit.clause, set(hit.why), hit.asked) for hit in hits] == [(TALENT, {"asked-as"}, (9, 17))]


def test_a_hint_moves_what_a_leg_found_and_finds_nothing_by_itself(make: Make) -> None:
    # 甲 is the province's document, 乙 the city's: naming the city, the province is no stranger.
    hits = make(region=5.0).search("沈阳补贴融资", 5, ANY)
    assert [(hit.clause, hit.why.get("region")) for hit in hits] == [(PLEDGE, 5.0), (SUBSIDY, None)]
    assert make(region=5.0).search("沈阳", 5, ANY) == []


def test_a_region_that_is_another_ones_counts_against_a_document(make: Make) -> None:
    found = {hit.clause: hit.why.get("region") for hit in make(region=0.1).search("大连补贴融资", 5, ANY)}
    assert found == {SUBSIDY: None, PLEDGE: -0.1}


TITLED = replace(
    SUBSIDY, path=("第三条 研发补贴",), id="甲#3", text="第三条 研发补贴按年发放。", start=0, end=13
)


def test_a_clause_that_is_named_comes_first(make: Make) -> None:
    searcher = make(clauses=(TITLED, *CLAUSES[1:]), named=20.0)
    best = searcher.search("第三条是怎么说人才的", 3, ANY)[0]
    assert (best.clause, best.why["named"]) == (TITLED, 20.0)
    # Only where the filters let it through.
    elsewhere = searcher.search("第三条是怎么说融资的", 3, Filters(document="乙"))
    assert [hit.clause for hit in elsewhere] == [PLEDGE]


def test_what_a_long_or_compound_question_names_counts_for_all_of_it(make: Make) -> None:
    story = "我们公司开了好多年，人不多，一直想着把旧机器换了再招些人来，前阵子听同行说起第三条的事情，"
    searcher = make(clauses=(TITLED, *CLAUSES[1:]), named=20.0)
    best = searcher.search(f"{story}他们都办下来了。融资有什么说法吗?", 3, ANY)[0]
    assert (best.clause, best.why["named"]) == (TITLED, 20.0)


def test_a_word_of_the_lexicon_is_no_typo(make: Make) -> None:
    text = "企业研发补贴研发补贴企业研发补贴"
    documents = (document("甲", text), document("乙", text))
    searcher = make(clauses=(clause("甲#9", text),), documents=documents, lexicon=Lexicon({}))
    assert searcher.mended("企业盐发补贴")[0] == "企业研发补贴"
    slang = Lexicon({"盐发补贴": Expansion("盐发补贴", ("食盐",), "产业")})
    known = make(clauses=(clause("甲#9", text),), documents=documents, lexicon=slang)
    assert known.mended("企业盐发补贴") == ("企业盐发补贴", ())


def test_every_question_of_a_compound_one_has_its_clause_among_the_first(make: Make) -> None:
    crowd = tuple(clause(f"甲#c{number}", "企业研发补贴每年发放。") for number in range(12))
    searcher = make(clauses=(*CLAUSES, *crowd), lexicon=Lexicon({}))
    question = "质押融资去哪里办理?企业研发补贴每年发多少"
    found = [hit.clause for hit in searcher.search(question, 10, ANY)]
    assert PLEDGE in found
    assert crowd[0] in found
    # However few are wanted, they are the first of the same.
    assert [hit.clause for hit in searcher.search(question, 2, ANY)] == found[:2]


def test_asked_who_leads_the_line_that_says_so_comes_with_its_clause(make: Make) -> None:
    line = clause("甲#u", "（以上两项工作牵头单位：省厅）", start=30, kind=Kind.GOVERNING)
    led = replace(TALENT, governor=line.id)
    searcher = make(clauses=(SUBSIDY, led, PLEDGE, line))
    assert [hit.clause for hit in searcher.search("引进人才谁来牵头", 2, ANY)] == [led, line]
    assert [hit.clause for hit in searcher.search("引进人才有哪些", 2, ANY)] == [led]


@pytest.mark.parametrize("leg", [leg for leg in Leg if leg is not Leg.TRANSLATION])
def test_a_leg_left_out_is_in_no_why(make: Make, leg: Leg) -> None:
    searcher = make(VECTORS, asked=ASKED)
    question = "企业没抵押给钱吗"
    whole = {name for hit in searcher.search(question, 5, ANY) for name in hit.why}
    left = {name for hit in searcher.without([leg]).search(question, 5, ANY) for name in hit.why}
    assert leg in whole
    assert left == whole - {leg}


def test_without_stored_questions_none_is_known_or_given(make: Make) -> None:
    searcher = make(asked=ASKED)
    assert searcher.knows("设备")
    bare = searcher.without([Leg.ASKED])
    assert not bare.knows("设备")
    assert bare.knows("企业")
    assert {hit.asked for hit in bare.search("买设备给企业补贴", 5, ANY)} == {None}


def test_a_word_that_only_a_model_used_is_not_known(make: Make) -> None:
    searcher = make(asked=(by_a_model(ASKED[0]), ASKED[2]))
    assert not searcher.knows("设备")
    assert searcher.knows("博士")
    assert searcher.knows("企业")


def test_with_every_other_weight_at_zero_one_leg_is_heard_and_what_none_finds_is_no_hit(make: Make) -> None:
    searcher = make({"补贴": [1.0, 0.0], TALENT.text: [1.0, 0.0]})
    assert {leg for hit in searcher.search("补贴", 3, ANY) for leg in hit.why} == {"lexical", "dense"}
    legs = FUSION.legs.model_copy(update={"lexical": 0.0})
    alone = searcher.weighed(FUSION.model_copy(update={"legs": legs})).search("补贴", 3, ANY)
    assert [(hit.clause, hit.why) for hit in alone] == [(TALENT, {"dense": 3.0})]
