"""Which documents a search is restricted to."""

from collections.abc import Callable, Iterable, Sequence
from datetime import date

from pydantic import BaseModel, ConfigDict

from corpus.document import Document
from corpus.errors import FilterError

InForce = Callable[[str, date], bool]
"""Whether the document of an id is in force on a day."""


_SHOWN = 10


class Filters(BaseModel):
    """Restrictions on documents; None is no restriction, and all that are given must hold.

    `year` holds for a document dated in that year or planning for it, `on` for one in force on that
    day, as far as the corpus says.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    document: str | None = None
    region: str | None = None
    level: str | None = None
    issuer: str | None = None
    year: int | None = None
    on: date | None = None

    def among(self, documents: Sequence[Document], in_force: InForce) -> frozenset[str] | None:
        """The ids of the documents that pass; None when nothing is restricted.

        Raises:
            FilterError: no document passes.
        """
        if not self.model_dump(exclude_none=True):
            return None
        found = (document for document in documents if self._passes(document))
        passing = frozenset(
            document.id for document in found if self.on is None or in_force(document.id, self.on)
        )
        if not passing:
            wanted = "、".join(
                f"{name}={value}" for name, value in self.model_dump(exclude_none=True).items()
            )
            raise FilterError(f"没有一份文件符合筛选条件 {wanted}。{self._choices(documents)}")
        return passing

    def _choices(self, documents: Iterable[Document]) -> str:
        """What the fields that were asked for can be."""
        names = {"document": "id", "region": "region", "level": "level", "issuer": "issuer"}
        parts = []
        for name in self.model_dump(exclude_none=True, exclude={"year", "on"}):
            held = sorted({getattr(document, names[name]) for document in documents} - {None})
            more = f"……等 {len(held)} 个" if len(held) > _SHOWN else ""
            parts.append(f"{name} 可以是 {'、'.join(held[:_SHOWN]) or '（无）'}{more}")
        return "；".join([*parts, "请改正或放宽条件"]) + "。"

    def _passes(self, document: Document) -> bool:
        exact = (
            (self.document, document.id),
            (self.region, document.region),
            (self.level, document.level),
            (self.issuer, document.issuer),
        )
        if any(wanted is not None and wanted != held for wanted, held in exact):
            return False
        if self.on and document.date and document.date > self.on.isoformat():
            return False
        return self.year is None or document.covers(self.year)
