from pathlib import Path

import pytest

from eval.variants import LABELS, Ranker, Variant, ablations, baselines, ranker_of
from index.filters import Filters
from index.fusion import Fusion
from index.leg import Leg
from index.search import HybridSearcher
from index.terms import grams
from service.question import understood
from service.settings import Settings
from service.wire import encoder_of, searcher_of

# The lexicon knows 科研单位 and 下海, and nothing of the other question.
COLLOQUIAL = "科研单位的人下海了，编制还给留着吗？"
PLAIN = "保留人事关系几年？"
ALL = 10_000
ALONE = {
    Variant.LEXICAL: Leg.LEXICAL,
    Variant.LEXICON: Leg.LEXICON,
    Variant.TRANSLATION: Leg.TRANSLATION,
    Variant.DENSE: Leg.DENSE,
}
# Shares are rounded to four places each, and so is their sum.
NEAR = 0.0004


@pytest.fixture(scope="module")
def searcher(home: Path) -> HybridSearcher:
    return searcher_of(home, encoder_of(Settings()))


@pytest.fixture(scope="module")
def rankers(searcher: HybridSearcher) -> dict[Variant, Ranker]:
    return ablations(searcher)


@pytest.fixture(scope="module")
def plain(searcher: HybridSearcher, tmp_path_factory: pytest.TempPathFactory) -> dict[Variant, Ranker]:
    return baselines(searcher.generation, tmp_path_factory.mktemp("baselines"))


def why(searcher: HybridSearcher, question: str) -> dict[str, dict[str, float]]:
    """Per clause, what each leg of the whole search says."""
    return {hit.clause.id: hit.why for hit in searcher.search(understood(question), ALL, Filters())}


def test_every_way_has_a_name_and_each_leg_is_taken_alone_and_away(rankers: dict[Variant, Ranker]) -> None:
    assert set(LABELS) == set(Variant)
    assert len(set(LABELS.values())) == 16
    own = {Variant.FULL, Variant.NEW_DOCUMENT, Variant.BM25_WORDS, Variant.BM25_GRAMS}
    assert set(rankers) == set(Variant) - own


@pytest.mark.parametrize("variant", ALONE)
def test_a_leg_alone_scores_its_own_share_and_nothing_else(
    variant: Variant, searcher: HybridSearcher, rankers: dict[Variant, Ranker]
) -> None:
    whole = why(searcher, COLLOQUIAL)
    found = rankers[variant](COLLOQUIAL, ALL)
    assert len(found) > 50
    shares = {name: whole[name].get(ALONE[variant], 0.0) for name, _ in found if name in whole}
    # Beside BM25, translation counts less, for all clauses alike.
    trust = max(shares.values()) / found[0][1] if variant is Variant.TRANSLATION else 1.0
    assert {name: score * trust for name, score in found if name in whole} == pytest.approx(shares, abs=NEAR)
    assert found[0][0] == max(whole, key=lambda name: whole[name].get(ALONE[variant], 0.0))


def test_stored_questions_alone_are_found_by_words_translation_and_vectors(
    searcher: HybridSearcher, rankers: dict[Variant, Ranker]
) -> None:
    other = searcher.weighed(searcher.fusion.only(Leg.ASKED))
    found = dict(rankers[Variant.ASKED](COLLOQUIAL, ALL))
    assert len(found) > 50
    assert found == {hit.clause.id: hit.score for hit in other.search(understood(COLLOQUIAL), ALL, Filters())}
    whole = why(searcher, COLLOQUIAL)
    assert found == pytest.approx({name: whole[name][Leg.ASKED] for name in found}, abs=NEAR)


def test_without_the_lexicon_its_share_is_gone_and_the_others_stay(
    searcher: HybridSearcher, rankers: dict[Variant, Ranker]
) -> None:
    whole = why(searcher, COLLOQUIAL)
    found = dict(rankers[Variant.WITHOUT_LEXICON](COLLOQUIAL, ALL))
    left = {name: sum(share for leg, share in whole[name].items() if leg != Leg.LEXICON) for name in found}
    assert len(found) > 50
    assert found == pytest.approx(left, abs=NEAR)
    assert any(Leg.LEXICON in whole[name] for name in found)


def test_without_bm25_translation_is_trusted_fully(
    searcher: HybridSearcher, rankers: dict[Variant, Ranker]
) -> None:
    whole = why(searcher, COLLOQUIAL)
    other = why(searcher.without([Leg.LEXICAL]), COLLOQUIAL)
    assert not any(Leg.LEXICAL in shares for shares in other.values())
    assert dict(rankers[Variant.WITHOUT_LEXICAL](COLLOQUIAL, 3)).keys() == set(list(other)[:3])
    best = next(iter(other))
    assert other[best][Leg.TRANSLATION] > whole[best][Leg.TRANSLATION]


@pytest.mark.parametrize(
    ("variant", "leg"), [(Variant.WITHOUT_TRANSLATION, Leg.TRANSLATION), (Variant.WITHOUT_DENSE, Leg.DENSE)]
)
def test_without_translation_or_vectors_stored_questions_are_found_by_what_is_left(
    variant: Variant, leg: Leg, searcher: HybridSearcher, rankers: dict[Variant, Ranker]
) -> None:
    found = dict(rankers[variant](COLLOQUIAL, ALL))
    assert len(found) > 50
    other = why(searcher.without([leg]), COLLOQUIAL)
    assert found == pytest.approx({name: sum(other[name].values()) for name in found}, abs=NEAR)
    assert any(Leg.ASKED in shares for shares in other.values())
    assert not any(leg in shares for shares in other.values())


def test_the_lexicon_alone_finds_only_what_has_an_official_word(
    searcher: HybridSearcher, rankers: dict[Variant, Ranker]
) -> None:
    assert searcher.lexicon.expand(understood(PLAIN)) == []
    assert rankers[Variant.LEXICON](PLAIN, ALL) == []
    official = "\n".join(
        word for found in searcher.lexicon.expand(understood(COLLOQUIAL)) for word in found.official
    )
    assert "离岗创业" in official
    clauses = {clause.id: clause for clause in searcher.generation.clauses}
    titles = {document.id: document.title for document in searcher.generation.documents}
    found = rankers[Variant.LEXICON](COLLOQUIAL, 20)
    assert len(found) == 20
    for name, _ in found:
        clause = clauses[name]
        held = "\n".join((titles[clause.document_id], *clause.path, clause.text))
        assert set(grams(official)) & set(grams(held)), name


def test_the_searcher_is_left_as_it_was(searcher: HybridSearcher) -> None:
    before = why(searcher, COLLOQUIAL)
    for rank in ablations(searcher).values():
        rank(COLLOQUIAL, 10)
    assert searcher.fusion == Fusion.load()
    assert why(searcher, COLLOQUIAL) == before


def test_a_question_is_ranked_as_typed_and_at_most_so_many_clauses_are_given(
    searcher: HybridSearcher,
) -> None:
    rank = ranker_of(searcher)
    hits = searcher.search("人才计划支持几年?", 7, Filters())
    assert rank("人才計劃 支持幾年？", 7) == [(hit.clause.id, hit.score) for hit in hits]
    assert len(hits) == 7


@pytest.mark.parametrize("variant", [Variant.BM25_WORDS, Variant.BM25_GRAMS])
@pytest.mark.parametrize(
    ("quote", "clause"),
    [
        ("备案数量达到7000家", "ln-cgzh-2018#3.4.10"),
        ("推动科技创新券制度", "sy-kjyd-2019#3.8.30"),
        ("在3年内保留人事（劳动）关系和相关待遇", "ln-cxqd-2017#3.3.3"),
    ],
)
def test_a_baseline_ranks_first_the_clause_that_has_the_words(
    quote: str, clause: str, variant: Variant, plain: dict[Variant, Ranker]
) -> None:
    found = plain[variant](quote, 5)
    assert len(found) == 5
    assert found[0][0] == clause
    assert found[0][1] > found[1][1] > found[4][1]


def test_a_baseline_knows_no_synonyms_and_gives_no_heading(
    searcher: HybridSearcher, plain: dict[Variant, Ranker]
) -> None:
    headings = {clause.id for clause in searcher.generation.clauses if not clause.searchable}
    assert headings
    for rank in plain.values():
        assert rank("饕餮", 5) == []
        found = {name for name, _ in rank("科技创新", ALL)}
        assert len(found) > 100
        assert not found & headings


def test_the_vectors_are_what_the_words_of_a_new_document_lack(
    searcher: HybridSearcher, rankers: dict[Variant, Ranker]
) -> None:
    words, both = (dict(rankers[name](COLLOQUIAL, ALL)) for name in (Variant.WORDS, Variant.WORDS_DENSE))
    dense = {
        clause: shares["dense"] for clause, shares in why(searcher, COLLOQUIAL).items() if "dense" in shares
    }
    assert words.keys() < both.keys()
    for clause, score in words.items():
        assert both[clause] == pytest.approx(score + dense.get(clause, 0.0), abs=NEAR)
