"""The path of one question: understand → retrieve → select → compose → verify → answer."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from corpus.clause import Clause
from corpus.document import Document
from corpus.linking import Library
from index.filters import Filters
from index.generation import Generation
from index.hit import Hit
from index.search import Searcher
from index.spelling import Correction
from service.answer import Answer, Citation, Conflict, Found, Hits, Origin, Said, Status
from service.citing import cited, compared, judged
from service.closeness import Features
from service.composer import Draft, Writer
from service.conflicts import disagreements
from service.declining import is_chat, is_declined, refusal
from service.evidence import Selector
from service.followup import resolved
from service.indicators import Indicators
from service.notices import notices_of, notices_on, unsure_of
from service.premise import Premises
from service.question import understood
from service.refusal import Confidence, Refusal
from service.shortfall import NEAREST, Shortfall
from service.verify import verified

Stage = Hits | Said | Answer
"""What an answer is made up of on its way, in this order."""

_JUDGED = 10


@dataclass(frozen=True, slots=True)
class _Inquiry:
    """A question on its way: as typed, as searched, and what was found for it."""

    question: str
    asked: str
    hits: list[Hit]
    short: Shortfall
    notices: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Written:
    """What is to be said, before it is verified; nothing where the threshold says that it is declined."""

    drafts: list[Draft]
    confidence: float
    threshold: float


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
        premises: Premises,
        today: Callable[[], date],
    ) -> None:
        """Keep the parts; `today` is asked which documents still hold."""
        self.generation = generation
        self.documents: Mapping[str, Document] = {document.id: document for document in generation.documents}
        self.origins = {document.id: Origin.of(document) for document in generation.documents}
        self.library = library
        self._searcher = searcher
        self._selector = selector
        self._composer = composer
        self._confidence = confidence
        self._refusal = refusal
        self._today = today
        self._indicators = Indicators.over(generation.documents, generation.clauses)
        self._premises = premises

    def search(self, question: str, top_k: int = 10, filters: Filters | None = None) -> list[Found]:
        """The `top_k` best clauses for a question as typed, best first.

        Raises:
            QuestionError: the question is blank or too long.
            FilterError: no document passes the filters.
        """
        asked, _ = self._understood(question)
        return self._found(self._searcher.search(asked, top_k, filters or Filters()))

    def answer(self, question: str, filters: Filters | None = None, history: Sequence[str] = ()) -> Answer:
        """A cited answer to a question as typed, or a refusal; errors as in `search`.

        `history` holds earlier questions of the same user, oldest first: 那谁牵头 takes up the last one.
        """
        return next(stage for stage in self.stages(question, filters, history) if isinstance(stage, Answer))

    def stages(
        self, question: str, filters: Filters | None = None, history: Sequence[str] = ()
    ) -> Iterator[Stage]:
        """An answer as it comes about: the clauses found, each statement as it is verified, the Answer.

        What is worked out for a stage is worked out when it is asked for. A refusal has no statements.
        Arguments and errors are those of `answer`; the errors come before the first stage.
        """
        asked, corrections = self._understood(question, history)
        hits = self._searcher.search(asked, _JUDGED, filters or Filters())
        yield Hits(tuple(self._found(hits)), self.generation.id)
        inquiry = _Inquiry(question, asked, hits, self._short(asked, hits), notices_on(corrections))
        written = self._written(inquiry)
        said = []
        for one in self._verified(written.drafts):
            said.append(one)
            yield one
        yield self._answered(inquiry, written, said) if said else self._refused(inquiry, written)

    def features(self, question: str) -> dict[str, float]:
        """What the refusal model is given for a question as typed; errors as in `search`."""
        asked, _ = self._understood(question)
        hits = self._searcher.search(asked, _JUDGED, Filters())
        evidence = self._selector.select(asked, hits)
        return self._confidence.features(asked, hits, evidence, self._short(asked, hits))

    def weighed(self, question: str) -> Iterator[tuple[Clause, list[tuple[int, int]], list[Features]]]:
        """The clauses found for a question as typed, with their candidate quotes and what weighs them.

        Errors as in `search`.
        """
        asked, _ = self._understood(question)
        hits = self._searcher.search(asked, _JUDGED, Filters())
        for hit, rows in zip(hits, self._selector.features(asked, hits), strict=True):
            yield hit.clause, self._selector.spans(hit.clause), rows

    def _understood(self, question: str, history: Sequence[str] = ()) -> tuple[str, tuple[Correction, ...]]:
        """A question as it is searched, and the typos that were mended in it; raises QuestionError."""
        return self._searcher.mended(resolved(understood(question), history))

    def _written(self, inquiry: _Inquiry) -> _Written:
        """What is to be said to a question, and how likely it is that it can be answered."""
        asked, hits, short = inquiry.asked, inquiry.hits, inquiry.short
        evidence = self._selector.select(asked, hits)
        verdict = self._premises.verdict(asked, [hit.clause for hit in hits])
        model = self._refusal.model_for(hits)
        features = self._confidence.features(asked, hits, evidence, short)
        confidence = model.probability(features)
        unlike = confidence < model.threshold or model.outside(features)
        # A clause that says yes or no to what is asserted is an answer, however unlike the question looks.
        declined = verdict is None and (unlike or is_declined(asked, short))
        drafts = [] if declined else judged(verdict, self._composer.compose(asked, evidence))
        return _Written(drafts, confidence, model.threshold)

    def _verified(self, drafts: Sequence[Draft]) -> Iterator[Said]:
        """The statements that hold, one by one; the others are dropped."""
        for statement, citation in zip(*cited(drafts, self.origins), strict=True):
            kept, quotes = verified((statement,), (citation,), self.documents)
            yield from (Said(one, quotes) for one in kept)

    def _answered(self, inquiry: _Inquiry, written: _Written, said: Sequence[Said]) -> Answer:
        quoted = tuple(citation for one in said for citation in one.citations)
        conflicts, citations = self._compared(inquiry.asked, quoted)
        statements = tuple(one.statement for one in said)
        return Answer(
            question=inquiry.question,
            status=Status.ANSWERED if len(said) == len(written.drafts) else Status.PARTIAL,
            text="".join(
                statement.text + "".join(f"[{number}]" for number in statement.citations)
                for statement in statements
            ),
            statements=statements,
            citations=citations,
            conflicts=conflicts,
            notices=(
                *inquiry.notices,
                *unsure_of(written.confidence, written.threshold),
                *notices_of(citations, self.documents, self.library, self._today()),
            ),
            confidence=written.confidence,
            nearest=(),
            generation=self.generation.id,
        )

    def _compared(
        self, asked: str, citations: tuple[Citation, ...]
    ) -> tuple[tuple[Conflict, ...], tuple[Citation, ...]]:
        """Where other figures stand against those quoted, and all citations."""
        quoted = [(citation.document.id, citation.start, citation.end) for citation in citations]
        return compared(disagreements(self._indicators, asked, quoted), citations, self.origins)

    def _found(self, hits: list[Hit]) -> list[Found]:
        return [Found.of(hit, self.origins[hit.clause.document_id]) for hit in hits]

    def _short(self, asked: str, hits: Sequence[Hit]) -> Shortfall:
        near = [(hit, self.documents[hit.clause.document_id]) for hit in hits[:NEAREST]]
        return Shortfall.of(asked, near, self._searcher.knows)

    def _refused(self, inquiry: _Inquiry, written: _Written) -> Answer:
        near = [] if is_chat(inquiry.asked) else inquiry.hits[:NEAREST]
        return Answer(
            question=inquiry.question,
            status=Status.REFUSED,
            text=refusal(inquiry.asked, inquiry.short),
            statements=(),
            citations=(),
            conflicts=(),
            notices=inquiry.notices,
            confidence=written.confidence,
            nearest=tuple(self._found(near)),
            generation=self.generation.id,
        )
