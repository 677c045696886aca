"""What a question names or wants and the clauses nearest to it do not have."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from corpus.document import Document
from index.hit import Hit
from index.units import told_as
from service.bounds import own_name, unreached
from service.expected import Expected, expected, unheld

NEAREST = 3
"""So many clauses are looked at."""


@dataclass(frozen=True, slots=True)
class Shortfall:
    """What is missing in the nearest clauses, best first: `texts` are theirs, with title and headings.

    `places` and `years` are named by the question, in its own words; it is about `elsewhere` where all
    the places that it names are missing, and unknown to all clauses. Of the kinds of answer that are
    `wanted`, the clauses hold none of those that they `lack`.
    """

    documents: tuple[Document, ...]
    texts: tuple[str, ...]
    places: tuple[str, ...]
    years: tuple[str, ...]
    elsewhere: bool
    wanted: tuple[Expected, ...]
    lack: tuple[Expected, ...]

    @classmethod
    def of(
        cls, question: str, near: Sequence[tuple[Hit, Document]], knows: Callable[[str], bool]
    ) -> "Shortfall":
        """Hold a normalised question against the nearest clauses, given with their documents.

        `knows` says whether a word stands in any clause.
        """
        texts = [
            told_as(hit.clause, hit.clause.text, {document.id: document.title}) for hit, document in near
        ]
        documents = tuple(document for _, document in near)
        far = unreached(question, list(zip(texts, documents, strict=True)))
        wanted = expected(question)
        lack = unheld(wanted, ["\n".join((*hit.clause.path, hit.clause.text)) for hit, _ in near])
        elsewhere = (
            bool(far.places) and not far.anywhere and not any(knows(own_name(place)) for place in far.places)
        )
        return cls(documents, tuple(texts), far.places, far.years, elsewhere, wanted, lack)
