"""Whether a document holds on the day that an applicant asks, and from when until when."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from corpus.document import Document
from corpus.linking import Library
from corpus.validity import Status, Validity


@dataclass(frozen=True, slots=True)
class Force:
    """From when until when a document holds, in Chinese; `barred` says why it does not hold on the day."""

    period: str
    over: bool
    barred: str


class Forces:
    """Says of documents whether they hold."""

    def __init__(self, documents: Mapping[str, Document], library: Library) -> None:
        """Keep the documents by their ids, and what is known of their force."""
        self._documents = documents
        self._library = library

    def on(self, document_id: str, day: date) -> Force:
        """Whether a document holds on a day."""
        document = self._documents[document_id]
        validity = self._library.validity(document_id)
        period = _period(validity, document)
        issued = document.date
        if issued and issued > day.isoformat()[: len(issued)]:
            return Force(period, over=False, barred=f"时间不符：文件{issued}才印发")
        match self._library.status(document_id, day):
            case Status.PENDING:
                return Force(period, over=False, barred=f"时间不符：自{validity.starts}起施行")
            case Status.PLAN_OVER if document.period:
                return Force(period, over=True, barred=f"已过期：规划期{_years(document.period)}已过")
            case Status.EXPIRED:
                return Force(period, over=True, barred=f"已过期：有效期到{validity.ends}")
            case Status.REPEALED:
                return Force(period, over=True, barred="已过期：文件已被废止")
        return Force(period, over=False, barred="")


def _period(validity: Validity, document: Document) -> str:
    if validity.starts or validity.ends:
        until = f"到{validity.ends}止" if validity.ends else "没有写到何时"
        return f"{validity.starts or document.date or '印发'}起，{until}"
    if document.period:
        return f"规划期{_years(document.period)}"
    return f"{document.date}印发，没有写有效期" if document.date else "没有写有效期"


def _years(period: tuple[int, int]) -> str:
    first, last = period
    return f"{first}年" if first == last else f"{first}–{last}年"
