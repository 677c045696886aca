"""BM25 over pre-tokenised texts, by tantivy."""

import math
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

import tantivy
from tantivy import Occur
from tantivy import Query as Query

_HEAP = 50_000_000


def _schema() -> tantivy.Schema:
    builder = tantivy.SchemaBuilder()
    builder.add_text_field("terms", tokenizer_name="whitespace", index_option="freq")
    builder.add_text_field("document", tokenizer_name="raw", index_option="basic")
    builder.add_unsigned_field("row", stored=True)
    return builder.build()


class Bm25:
    """A tantivy index of texts; a text's number is its place in the sequence it was built from."""

    def __init__(self, index: tantivy.Index, schema: tantivy.Schema) -> None:
        """Open a searcher on an index."""
        self._schema = schema
        self._searcher = index.searcher()

    @classmethod
    def build(cls, folder: Path, texts: Iterable[tuple[str, Sequence[str]]]) -> "Bm25":
        """Index (document id, terms) pairs into a folder that does not exist yet."""
        folder.mkdir(parents=True)
        schema = _schema()
        writer = tantivy.Index(schema, path=str(folder)).writer(heap_size=_HEAP, num_threads=1)
        for row, (document_id, terms) in enumerate(texts):
            entry = tantivy.Document()
            entry.add_text("terms", " ".join(terms))
            entry.add_text("document", document_id)
            entry.add_unsigned("row", row)
            writer.add_document(entry)
        writer.commit()
        writer.wait_merging_threads()
        return cls.load(folder)

    @classmethod
    def load(cls, folder: Path) -> "Bm25":
        """Open an index that `build` wrote."""
        index = tantivy.Index.open(str(folder))
        index.reload()
        return cls(index, _schema())

    def term(self, term: str, weight: float) -> Query:
        """A query that scores one term, times a weight."""
        return Query.boost_query(Query.term_query(self._schema, "terms", term, "freq"), weight)

    def bag(self, weights: Mapping[str, float]) -> Query:
        """A query that sums its weighted terms."""
        return self.total([self.term(term, weight) for term, weight in weights.items()])

    def rarity(self, term: str, count: int) -> float:
        """The inverse document frequency of a term among so many texts, as BM25 has it."""
        frequency = self.frequency(term)
        return math.log(1 + (count - frequency + 0.5) / (frequency + 0.5))

    @staticmethod
    def total(queries: Sequence[Query]) -> Query:
        """A query that sums several."""
        return Query.boolean_query([(Occur.Should, query) for query in queries])

    @staticmethod
    def best(queries: Sequence[Query]) -> Query:
        """A query that scores the best of several."""
        return Query.disjunction_max_query(list(queries))

    def frequency(self, term: str) -> int:
        """How many texts have the term."""
        return int(self._searcher.doc_freq("terms", term))

    def inside(self, documents: Iterable[str]) -> Query:
        """A query that holds for the texts of some documents, by their ids, and scores nothing."""
        return Query.const_score_query(Query.term_set_query(self._schema, "document", list(documents)), 0.0)

    def search(self, query: Query, k: int, inside: Query | None = None) -> list[tuple[int, float]]:
        """The `k` best texts as (number, score), best first; those only for which `inside` holds."""
        if inside is not None:
            query = Query.boolean_query([(Occur.Must, query), (Occur.Must, inside)])
        found = self._searcher.search(query, limit=k, count=False).hits
        return [(self._searcher.doc(address)["row"][0], score) for score, address in found]
