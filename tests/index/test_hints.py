from dataclasses import replace
from math import log

import numpy as np
import pytest

from corpus.document import Document
from index.hints import Hints
from tests.index.fakes import document

PROVINCE = replace(
    document("ln", title="辽宁省人才计划", region="辽宁省"),
    level="省级",
    date="2018-06-06",
    period=(2018, 2020),
)
CITY = replace(document("sy", title="沈阳市人才办法", region="沈阳市"), level="市级", date="2019")
STRANGER = replace(document("jl", title="吉林省企业办法", region="吉林省"), level="省级")
COUNTRY = replace(document("cn", title="企业条例", region="全国"), level="国家级", period=(2016, 2020))
UNKNOWN = document("x", title="通知")
DOCUMENTS = (PROVINCE, CITY, STRANGER, COUNTRY, UNKNOWN)
HINTS = Hints(DOCUMENTS)
NOBODY: frozenset[str] = frozenset()


def hint(name: str, question: str, documents: tuple[Document, ...] = DOCUMENTS) -> list[float]:
    hints = HINTS if documents is DOCUMENTS else Hints(documents)
    found: list[float] = hints.of(question, NOBODY)[name].tolist()
    return found


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        # A province and its city are neither near nor strangers; 全国 and no region are neither.
        ("沈阳市给多少补贴", [0.0, 1.0, -1.0, 0.0, 0.0]),
        ("辽宁给多少补贴", [1.0, 0.0, -1.0, 0.0, 0.0]),
        ("大连给多少补贴", [0.0, -1.0, -1.0, 0.0, 0.0]),
        ("吉林省给多少补贴", [-1.0, -1.0, 1.0, 0.0, 0.0]),
        ("广东给多少补贴", [-1.0, -1.0, -1.0, 0.0, 0.0]),
        # Of two regions the nearer counts.
        ("沈阳和吉林给多少补贴", [0.0, 1.0, 1.0, 0.0, 0.0]),
    ],
)
def test_a_region_speaks_for_its_documents_and_against_strangers(
    question: str, expected: list[float]
) -> None:
    assert hint("region", question) == expected


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("我省给多少补贴", [1.0, -1.0, 1.0, -1.0, 0.0]),
        ("市里给多少补贴", [-1.0, 1.0, -1.0, -1.0, 0.0]),
        ("国务院给多少补贴", [-1.0, -1.0, -1.0, 1.0, 0.0]),
        ("我县给多少补贴", [-1.0, -1.0, -1.0, -1.0, 0.0]),
        ("省里和市里各给多少补贴", [1.0, 1.0, 1.0, -1.0, 0.0]),
    ],
)
def test_a_word_of_a_level_speaks_for_its_documents_and_against_other_levels(
    question: str, expected: list[float]
) -> None:
    assert hint("level", question) == expected


def test_a_level_that_no_word_stands_for_is_neither() -> None:
    standard = replace(UNKNOWN, level="行业标准")
    assert hint("level", "我省给多少补贴", (PROVINCE, standard)) == [1.0, 0.0]


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("2018年建多少家", [1.0, 0.0, 0.0, 1.0, 0.0]),
        ("2019年建多少家", [1.0, 1.0, 0.0, 1.0, 0.0]),
        ("2016年建多少家", [0.0, 0.0, 0.0, 1.0, 0.0]),
        ("2016年到2019年建多少家", [1.0, 1.0, 0.0, 1.0, 0.0]),
        ("2015年和2021年建多少家", [0.0, 0.0, 0.0, 0.0, 0.0]),
        ("编号12018和20190是什么", [0.0, 0.0, 0.0, 0.0, 0.0]),
    ],
)
def test_a_year_speaks_for_documents_dated_in_it_or_planning_for_it(
    question: str, expected: list[float]
) -> None:
    assert hint("year", question) == expected


def test_a_document_dated_outside_its_period_is_hinted_at_by_both() -> None:
    early = replace(PROVINCE, date="2016-12")
    assert [hint("year", f"{year}年", (early,)) for year in (2016, 2017, 2018, 2020)] == [
        [1.0],
        [0.0],
        [1.0],
        [1.0],
    ]


def titled(*titles: str) -> tuple[Document, ...]:
    return tuple(document(f"d{number}", title=title) for number, title in enumerate(titles))


# Rarity is ln(1 + 3 / titles that have the bigram): 企业 and 办法 stand in two, the rest in one or none.
TITLES = titled("人才办法", "企业办法", "企业计划")
COMMON, RARE = log(1 + 3 / 2), log(1 + 3 / 1)


def test_a_title_speaks_by_the_share_of_the_question_that_stands_in_it() -> None:
    # 企业, 业办 and 办法.
    total = 2 * COMMON + RARE
    assert hint("title", "企业办法", TITLES) == pytest.approx([COMMON / total, 1.0, COMMON / total])


def test_bigrams_that_no_title_has_count_as_the_rarest() -> None:
    # 企业 beside 业补 and 补贴.
    share = COMMON / (COMMON + 2 * RARE)
    assert hint("title", "企业补贴", TITLES) == pytest.approx([0.0, share, share])


def test_a_bigram_counts_once_however_often_it_is_said() -> None:
    assert hint("title", "企业,企业,企业办法", TITLES) == pytest.approx(hint("title", "企业办法", TITLES))
    assert hint("title", "企业", titled("企业企业", "办法")) == [1.0, 0.0]


def test_named_documents_are_hinted_at_by_their_ids() -> None:
    found = HINTS.of("补贴多少", frozenset({"sy", "x", "不在库里"}))
    assert found["document"].tolist() == [0.0, 1.0, 0.0, 0.0, 1.0]


@pytest.mark.parametrize("question", ["给多少补贴?", "多", ""])
def test_a_question_that_hints_at_nothing_leaves_every_document_at_zero(question: str) -> None:
    found = HINTS.of(question, NOBODY)
    assert {name: values.tolist() for name, values in found.items()} == {
        name: [0.0] * 5 for name in ("document", "region", "level", "year", "title")
    }


def test_without_documents_there_is_nothing_to_hint_at() -> None:
    found = Hints(()).of("沈阳市2019年人才办法", frozenset({"sy"}))
    assert {name: values.shape for name, values in found.items()} == {
        name: (0,) for name in ("document", "region", "level", "year", "title")
    }


def test_one_question_leaves_no_trace_in_the_next() -> None:
    before = HINTS.of("吉林省2018年企业办法", NOBODY)
    HINTS.of("沈阳市2019年人才办法", frozenset({"sy"}))
    after = HINTS.of("吉林省2018年企业办法", NOBODY)
    assert all(np.array_equal(before[name], after[name]) for name in before)
