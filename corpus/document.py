"""One policy document, as its readers cite it."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Repair:
    """One change that canonicalisation made.

    `start` counts characters of the canonical text, `raw_start` the bytes of the file (of the
    extracted text in UTF-8 for html, docx and pdf). `raw` is what stood there, `text` what stands
    there now.
    """

    kind: str
    start: int
    raw_start: int
    raw: str
    text: str


def in_title_marks(title: str) -> str:
    """A title in 《》, title marks inside it turned into 〈〉, as the punctuation standard has it."""
    return "《" + title.translate(str.maketrans("《》", "〈〉")) + "》"


@dataclass(frozen=True, slots=True)
class Document:
    """A document and where it comes from; every offset in the product counts `text`.

    `number` is the 发文字号; `date` is `YYYY`, `YYYY-MM` or `YYYY-MM-DD`, as much as is known;
    `period` is the first and last year it plans for; `inferred` names the fields that the file
    itself does not print; `repairs` is what reading it had to mend, `skipped` what it left out (in
    Chinese); `pages` holds the offset where page 1, 2, … begins, if the format has pages.
    """

    id: str
    title: str
    issuer: str | None
    number: str | None
    date: str | None
    region: str | None
    level: str | None
    period: tuple[int, int] | None
    source: str
    text: str
    inferred: tuple[str, ...] = ()
    repairs: tuple[Repair, ...] = ()
    encoding: str = "utf-8"
    pages: tuple[int, ...] = ()
    skipped: tuple[str, ...] = ()

    @property
    def years(self) -> frozenset[int]:
        """The year it is dated in, and those it plans for."""
        dated = {int(self.date[:4])} if self.date else set()
        planned = range(self.period[0], self.period[1] + 1) if self.period else ()
        return frozenset(dated.union(planned))

    def covers(self, year: int) -> bool:
        """Whether the document is dated in a year, or plans for it."""
        return year in self.years
