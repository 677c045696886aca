from dataclasses import replace

import pytest

from corpus.document import Document
from service.answer import Citation, Origin, Statement
from service.verify import figures, quote_holds, supported, verified

DOCUMENT = Document(
    "d", "题", None, None, None, None, None, None, "d.txt", "到2020年，企业达到4000家（国发〔2016〕16号）。"
)
DOCUMENTS = {"d": DOCUMENT}


def citation(start: int, end: int, number: int = 1) -> Citation:
    return Citation(number, "d#1", Origin.of(DOCUMENT), (), DOCUMENT.text[start:end], start, end)


def test_a_quote_holds_only_where_it_stands_byte_for_byte() -> None:
    exact = citation(7, 16)
    assert exact.quote == "企业达到4000家"
    assert quote_holds(exact, DOCUMENTS)
    assert not quote_holds(replace(exact, start=6, end=15), DOCUMENTS)
    assert not quote_holds(replace(exact, quote="企业达到4001家"), DOCUMENTS)
    assert not quote_holds(replace(exact, quote="企业达到４０００家"), DOCUMENTS)
    assert not quote_holds(replace(exact, start=7, end=999), DOCUMENTS)
    assert not quote_holds(replace(exact, quote="", end=7), DOCUMENTS)
    assert not quote_holds(exact, {})


@pytest.mark.parametrize(
    ("text", "held"),
    [
        ("达到２．５％", {"2.5%"}),
        ("到 2020 年达到 1,500 家", {"2020", "1500"}),
        ("按国发〔2016〕16号执行", {"2016", "16", "2016-16号"}),
        ("保留三年", {"三"}),
        ("一批企业", set()),
    ],
)
def test_figures_are_read_half_width(text: str, held: set[str]) -> None:
    assert figures(text) == held


def test_a_statement_needs_its_figures_in_what_it_cites() -> None:
    citations = {1: citation(7, 16)}
    assert supported(Statement("此外，企业达到4000家。", (1,)), citations)
    assert not supported(Statement("企业达到5000家。", (1,)), citations)
    assert not supported(Statement("企业达到4000家。", ()), citations)
    assert not supported(Statement("企业达到4000家。", (2,)), citations)


def test_what_does_not_hold_is_dropped_with_its_citation() -> None:
    good, bad = citation(7, 16), replace(citation(0, 6, number=2), quote="到2021年，")
    statements = (Statement("企业达到4000家。", (1,)), Statement("到2021年。", (2,)))
    assert verified(statements, (good, bad), DOCUMENTS) == ((statements[0],), (good,))
