"""Documents made from the grammar of policies and laws come back as the trees they were made from."""

from collections.abc import Iterator
from dataclasses import dataclass

from hypothesis import given, settings
from hypothesis import strategies as st

from corpus.canonical import canonical
from corpus.cutting import LIMIT
from corpus.document import Document
from corpus.marks import mark_of
from corpus.splitter import split

HAN = "零一二三四五六七八九十"
WORDS = st.text(alphabet="科技企业人才创新平台资金支持服务建设发展", min_size=4, max_size=12)
MARKS = {
    "一、": lambda n: f"{HAN[n]}、",
    "（一）": lambda n: f"（{HAN[n]}）",
    "1.": lambda n: f"{n}.",
    "1．": lambda n: f"{n}．",
    "（1）": lambda n: f"（{n}）",
    "①": lambda n: "①②③④⑤⑥⑦⑧"[n - 1],
}


@dataclass(frozen=True)
class Node:
    """One numbered item: its mark, its own words, paragraphs of its own, items below."""

    mark: str
    heading: str
    body: str
    paragraphs: tuple[str, ...]
    below: tuple["Node", ...]


@st.composite
def sentences(draw: st.DrawFn) -> str:
    words = draw(st.lists(WORDS, min_size=1, max_size=4))
    return "，".join(words) + "。"


@st.composite
def nodes(draw: st.DrawFn, styles: tuple[str, ...]) -> tuple[Node, ...]:
    if not styles:
        return ()
    found = []
    count = draw(st.integers(2, 4))
    for number in range(1, count + 1):
        below = draw(nodes(styles[1:])) if draw(st.booleans()) else ()
        body = draw(st.one_of(st.just(""), sentences()))
        # An item that says nothing itself has something below it, as a heading has.
        # After a last item with words of its own, a paragraph closes the list: it is not the item's.
        most = 0 if body and (below or number == count) else 2
        paragraphs = tuple(draw(st.lists(sentences(), min_size=0 if body or below else 1, max_size=most)))
        found.append(Node(MARKS[styles[0]](number), draw(WORDS), body, paragraphs, below))
    return tuple(found)


@st.composite
def policies(draw: st.DrawFn) -> tuple[Node, ...]:
    count = draw(st.integers(1, 4))
    styles = draw(st.permutations(["一、", "（一）", draw(st.sampled_from(["1.", "1．"])), "（1）", "①"]))
    return draw(nodes(tuple(styles[:count])))


def lines_of(nodes: tuple[Node, ...]) -> Iterator[str]:
    for node in nodes:
        yield f"{node.mark}{node.heading}{'。' if node.body else ''}{node.body}"
        yield from node.paragraphs
        yield from lines_of(node.below)


def chains_of(nodes: tuple[Node, ...], above: tuple[str, ...] = ()) -> Iterator[tuple[str, ...]]:
    for node in nodes:
        chain = (*above, node.mark)
        yield chain
        yield from (chain for _ in node.paragraphs)
        yield from chains_of(node.below, chain)


def read(text: str) -> Document:
    mended, repairs = canonical(text)
    return Document("d", "题", None, None, None, None, None, None, "d.txt", mended, repairs=repairs)


def marks_in(path: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(title[: mark.length] for title in path if (mark := mark_of(title)))


@settings(max_examples=150, deadline=None)
@given(policies(), st.sampled_from(["\n", "\n\n", "\r\n", "\n　　"]))
def test_every_clause_stands_under_the_headings_it_was_written_under(
    nodes: tuple[Node, ...], gap: str
) -> None:
    document = read(gap.join(lines_of(nodes)) + "\n")
    clauses = split(document)
    assert [marks_in(clause.path) for clause in clauses] == list(chains_of(nodes))


ARTICLES = st.lists(
    st.tuples(sentences(), st.lists(WORDS, max_size=3), st.lists(sentences(), max_size=2)),
    min_size=1,
    max_size=6,
)


@settings(max_examples=100, deadline=None)
@given(ARTICLES, st.booleans())
def test_every_article_paragraph_and_item_of_a_law_has_its_number(
    articles: list[tuple[str, list[str], list[str]]], spaced: bool
) -> None:
    lines, expected = [], []
    for number, (first, items, more) in enumerate(articles, start=1):
        lines.append(f"第{HAN[number]}条{'　' if spaced else ''}{first[:-1]}{'：' if items else '。'}")
        expected.append(f"d#{number}")
        for place, item in enumerate(items, start=1):
            lines.append(f"（{HAN[place]}）{item}；")
            expected.append(f"d#{number}.{place}")
        for place, paragraph in enumerate(more, start=2):
            lines.append(paragraph)
            expected.append(f"d#{number}.p{place}")
    assert [clause.id for clause in split(read("\n".join(lines)))] == expected


@settings(max_examples=150, deadline=None)
@given(policies(), st.integers(1, 60))
def test_clauses_tile_the_text_and_are_short_enough(nodes: tuple[Node, ...], times: int) -> None:
    lines = [
        line + "支持企业开展研发活动，给予补助。" * (times if place == 0 else 0) * 3
        for place, line in enumerate(lines_of(nodes))
    ]
    document = read("\n".join(lines))
    clauses = split(document)
    assert "".join(clause.text for clause in clauses) == document.text
    assert [clause.start for clause in clauses[1:]] == [clause.end for clause in clauses[:-1]]
    assert all(document.text[clause.start : clause.end] == clause.text for clause in clauses)
    assert len({clause.id for clause in clauses}) == len(clauses)
    assert all(len(clause.text) <= LIMIT for clause in clauses)
