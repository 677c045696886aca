"""Which documents a search is restricted to."""

from collections.abc import Iterable

from pydantic import BaseModel, ConfigDict

from corpus.document import Document
from corpus.errors import FilterError


class Filters(BaseModel):
    """Restrictions on documents; None is no restriction, and all that are given must hold.

    `year` holds for a document dated in that year or planning for it.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    document: str | None = None
    region: str | None = None
    level: str | None = None
    issuer: str | None = None
    year: int | None = None

    def among(self, documents: Iterable[Document]) -> frozenset[str] | None:
        """The ids of the documents that pass; None when nothing is restricted.

        Raises:
            FilterError: no document has the region, level, issuer, id or year asked for.
        """
        if not self.model_dump(exclude_none=True):
            return None
        passing = frozenset(document.id for document in documents if self._passes(document))
        if not passing:
            wanted = "、".join(
                f"{name}={value}" for name, value in self.model_dump(exclude_none=True).items()
            )
            raise FilterError(f"没有一份文件符合筛选条件 {wanted}。请放宽条件，或先用文件列表查看可选的值。")
        return passing

    def _passes(self, document: Document) -> bool:
        exact = (
            (self.document, document.id),
            (self.region, document.region),
            (self.level, document.level),
            (self.issuer, document.issuer),
        )
        if any(wanted is not None and wanted != held for wanted, held in exact):
            return False
        if self.year is None:
            return True
        dated = document.date is not None and int(document.date[:4]) == self.year
        planned = document.period is not None and document.period[0] <= self.year <= document.period[1]
        return dated or planned
