"""Ways to retrieve: the product's own, with legs taken away, and the baselines it is held against."""

from collections.abc import Callable
from enum import StrEnum
from pathlib import Path

from index.bm25 import Bm25
from index.filters import Filters
from index.generation import Generation
from index.leg import Leg
from index.search import HybridSearcher
from index.terms import normalised, pieces, words
from service.question import understood

Ranker = Callable[[str, int], list[tuple[str, float]]]
"""The best clauses for a question as typed, at most so many, as (clause id, score), best first."""


class Variant(StrEnum):
    """A way to retrieve; the product's own is `full`."""

    FULL = "full"
    NEW_DOCUMENT = "new-document"
    BM25_WORDS = "bm25-words"
    BM25_GRAMS = "bm25-grams"
    LEXICAL = "lexical"
    LEXICON = "lexicon"
    TRANSLATION = "translation"
    ASKED = "asked"
    DENSE = "dense"
    WITHOUT_LEXICAL = "without-lexical"
    WITHOUT_LEXICON = "without-lexicon"
    WITHOUT_TRANSLATION = "without-translation"
    WITHOUT_DENSE = "without-dense"
    NEW_WITHOUT_DENSE = "new-document-without-dense"
    WORDS = "words"
    WORDS_DENSE = "words-dense"


LABELS = {
    Variant.FULL: "全部",
    Variant.NEW_DOCUMENT: "去掉问法（新文件）",
    Variant.BM25_WORDS: "基线：BM25，jieba 词",
    Variant.BM25_GRAMS: "基线：BM25，单字 + 双字",
    Variant.LEXICAL: "只用 BM25",
    Variant.LEXICON: "只用词表",
    Variant.TRANSLATION: "只用翻译模型",
    Variant.ASKED: "只用问法",
    Variant.DENSE: "只用条款的向量",
    Variant.WITHOUT_LEXICAL: "去掉 BM25",
    Variant.WITHOUT_LEXICON: "去掉词表",
    Variant.WITHOUT_TRANSLATION: "去掉翻译模型",
    Variant.WITHOUT_DENSE: "去掉向量",
    Variant.NEW_WITHOUT_DENSE: "新文件，去掉向量",
    Variant.WORDS: "新文件，只用 BM25 + 词表",
    Variant.WORDS_DENSE: "新文件，BM25 + 词表 + 向量",
}
_ALONE = {
    Variant.LEXICAL: Leg.LEXICAL,
    Variant.LEXICON: Leg.LEXICON,
    Variant.TRANSLATION: Leg.TRANSLATION,
    Variant.ASKED: Leg.ASKED,
    Variant.DENSE: Leg.DENSE,
}
# Stored questions are searched by words, translation and vectors. To be left without them is to be a
# new document.
_WITHOUT = {
    Variant.WITHOUT_LEXICAL: (Leg.LEXICAL,),
    Variant.WITHOUT_LEXICON: (Leg.LEXICON,),
    Variant.WITHOUT_TRANSLATION: (Leg.TRANSLATION,),
    Variant.WITHOUT_DENSE: (Leg.DENSE,),
    Variant.NEW_WITHOUT_DENSE: (Leg.ASKED, Leg.DENSE),
    Variant.WORDS: (Leg.ASKED, Leg.TRANSLATION, Leg.DENSE),
    Variant.WORDS_DENSE: (Leg.ASKED, Leg.TRANSLATION),
}


def ablations(searcher: HybridSearcher) -> dict[Variant, Ranker]:
    """A searcher with each leg alone, and with each left out."""
    alone = {variant: searcher.weighed(searcher.fusion.only(leg)) for variant, leg in _ALONE.items()}
    without = {variant: searcher.without(legs) for variant, legs in _WITHOUT.items()}
    return {variant: ranker_of(other) for variant, other in (alone | without).items()}


def ranker_of(searcher: HybridSearcher) -> Ranker:
    """A searcher as it is judged: the question as typed, no filters."""

    def rank(question: str, k: int) -> list[tuple[str, float]]:
        hits = searcher.search(searcher.mended(understood(question))[0], k, Filters())
        return [(hit.clause.id, hit.score) for hit in hits]

    return rank


def baselines(generation: Generation, folder: Path) -> dict[Variant, Ranker]:
    """Plain BM25 over the same clauses, by words and by characters and bigrams; built under `folder`."""
    return {
        Variant.BM25_WORDS: _plain(generation, folder / Variant.BM25_WORDS, _words),
        Variant.BM25_GRAMS: _plain(generation, folder / Variant.BM25_GRAMS, pieces),
    }


def _plain(generation: Generation, folder: Path, split: Callable[[str], list[str]]) -> Ranker:
    titles = {document.id: document.title for document in generation.documents}
    clauses = [clause for clause in generation.clauses if clause.searchable]
    texts = ("\n".join((titles[clause.document_id], *clause.path, clause.text)) for clause in clauses)
    index = Bm25.build(folder, (("", split(text)) for text in texts))

    def rank(question: str, k: int) -> list[tuple[str, float]]:
        query = index.bag(dict.fromkeys(split(understood(question)), 1.0))
        return [(clauses[row].id, score) for row, score in index.search(query, k)]

    return rank


def _words(text: str) -> list[str]:
    return [word for word in words(normalised(text)) if word.isalnum()]
