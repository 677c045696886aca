"""The path of one question: understand → retrieve → select → compose → verify → answer."""

from collections.abc import Callable, Mapping
from datetime import date

from corpus.document import Document
from corpus.linking import Library
from index.filters import Filters
from index.generation import Generation
from index.hit import Hit
from index.search import Searcher
from index.spelling import Correction
from service.answer import Answer, Citation, Found, Origin, Statement, Status
from service.composer import Draft, Writer
from service.evidence import Selector
from service.notices import notices_of, notices_on, unsure_of
from service.question import understood
from service.refusal import Confidence, Refusal
from service.verify import verified

REFUSAL = "现有文件中没有找到能回答这个问题的条款。下面列出最接近的条款，供参考。"
_NEAREST = 3
_JUDGED = 10


class Answerer:
    """Answers questions over one generation of the index."""

    def __init__(
        self,
        generation: Generation,
        searcher: Searcher,
        selector: Selector,
        composer: Writer,
        confidence: Confidence,
        refusal: Refusal,
        library: Library,
        today: Callable[[], date],
    ) -> None:
        """Keep the parts; `today` is asked which documents still hold."""
        self.generation = generation
        self.documents: Mapping[str, Document] = {document.id: document for document in generation.documents}
        self.library = library
        self._searcher = searcher
        self._selector = selector
        self._composer = composer
        self._confidence = confidence
        self._refusal = refusal
        self._today = today

    def search(self, question: str, top_k: int = 10, filters: Filters | None = None) -> list[Found]:
        """The `top_k` best clauses for a question as typed, best first.

        Raises:
            QuestionError: the question is blank or too long.
            FilterError: no document passes the filters.
        """
        asked, _ = self._understood(question)
        return self._found(self._searcher.search(asked, top_k, filters or Filters()))

    def answer(self, question: str, filters: Filters | None = None) -> Answer:
        """A cited answer to a question as typed, or a refusal; errors as in `search`."""
        asked, corrections = self._understood(question)
        mended = notices_on(corrections)
        hits = self._searcher.search(asked, _JUDGED, filters or Filters())
        model = self._refusal.model_for(hits)
        confidence = model.probability(self._confidence.features(asked, hits))
        if confidence < model.threshold:
            return self._refused(question, hits, confidence, mended)
        drafts = self._composer.compose(asked, self._selector.select(asked, hits))
        statements, citations = verified(*self._cited(drafts), self.documents)
        if not statements:
            return self._refused(question, hits, confidence, mended)
        return Answer(
            question=question,
            status=Status.ANSWERED if len(statements) == len(drafts) else Status.PARTIAL,
            text="".join(
                statement.text + "".join(f"[{number}]" for number in statement.citations)
                for statement in statements
            ),
            statements=statements,
            citations=citations,
            conflicts=(),
            notices=(
                *mended,
                *unsure_of(confidence, model.threshold),
                *notices_of(citations, self.documents, self.library, self._today()),
            ),
            confidence=confidence,
            nearest=(),
            generation=self.generation.id,
        )

    def features(self, question: str) -> dict[str, float]:
        """What the refusal model is given for a question as typed; errors as in `search`."""
        asked, _ = self._understood(question)
        return self._confidence.features(asked, self._searcher.search(asked, _JUDGED, Filters()))

    def _understood(self, question: str) -> tuple[str, tuple[Correction, ...]]:
        """A question as it is searched, and the typos that were mended in it; raises QuestionError."""
        return self._searcher.mended(understood(question))

    def _cited(self, drafts: list[Draft]) -> tuple[tuple[Statement, ...], tuple[Citation, ...]]:
        statements, citations = [], []
        for number, draft in enumerate(drafts, start=1):
            span = draft.span
            statements.append(Statement(draft.text, (number,)))
            citations.append(
                Citation(
                    number=number,
                    clause_id=span.clause.id,
                    document=Origin.of(self.documents[span.clause.document_id]),
                    path=span.clause.path,
                    quote=span.text,
                    start=span.start,
                    end=span.end,
                )
            )
        return tuple(statements), tuple(citations)

    def _found(self, hits: list[Hit]) -> list[Found]:
        return [Found.of(hit, self.documents[hit.clause.document_id]) for hit in hits]

    def _refused(self, question: str, hits: list[Hit], confidence: float, notices: tuple[str, ...]) -> Answer:
        return Answer(
            question=question,
            status=Status.REFUSED,
            text=REFUSAL,
            statements=(),
            citations=(),
            conflicts=(),
            notices=notices,
            confidence=confidence,
            nearest=tuple(self._found(hits[:_NEAREST])),
            generation=self.generation.id,
        )
