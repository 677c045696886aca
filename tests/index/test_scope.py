from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

import numpy as np
import pytest

from corpus.clause import Clause, Kind
from corpus.document import Document
from corpus.errors import FilterError
from index.asked import Asked
from index.bm25 import Bm25
from index.filters import Filters
from index.generation import Generation, Sources, build, load
from index.scope import Scope, Scopes
from tests.index.fakes import HandEncoder, clause, document

ENCODER = HandEncoder({})
LONG = "给予补贴" + "。" * 89 + "引进人才" + "。" * 89
DOCUMENTS = (
    document("a", title="甲办法", region="沈阳市"),
    document("b", title="乙办法", region="大连市"),
    document("c", title="丙办法", region="沈阳市"),
)
CLAUSES = (
    clause("a#1", "补贴\n", kind=Kind.HEADING),
    clause("a#1.p1", "给予补贴。\n"),
    clause("b#1", LONG),
    clause("b#2", "给予补贴。\n"),
    clause("c#1", "给予补贴。\n"),
)
ASKED = (Asked("补贴多少", "c#1", 0, 5), Asked("有补贴吗", "b#2", 0, 5), Asked("补贴几个", "a#1.p1", 0, 5))


def generation(
    home: Path, documents: Sequence[Document], clauses: Sequence[Clause], asked: Sequence[Asked] = ()
) -> Generation:
    build(home, Sources(home, "", tuple(documents), tuple(clauses), tuple(asked)), ENCODER, lambda _: None)
    return load(home, ENCODER)


@pytest.fixture(name="small")
def built(tmp_path: Path) -> Generation:
    return generation(tmp_path, DOCUMENTS, CLAUSES, ASKED)


def numbers(scope: Scope) -> tuple[list[int], list[int], list[int]]:
    """The clauses, windows and questions of a scope."""
    assert scope.clauses is not None
    assert scope.windows is not None
    assert scope.questions is not None
    return np.flatnonzero(scope.clauses).tolist(), scope.windows.tolist(), scope.questions.tolist()


def found(index: Bm25, scope: Scope) -> set[int]:
    return {row for row, _ in index.search(index.term("补贴", 1.0), 9, scope.inside)}


# Clause 0 has no window, clause 2 has three: two runs of sentences and the whole.
@pytest.mark.parametrize(
    ("filters", "expected"),
    [
        (Filters(document="a"), ([0, 1], [0], [2])),
        (Filters(document="b"), ([2, 3], [1, 2, 3, 4], [1])),
        (Filters(region="沈阳市"), ([0, 1, 4], [0, 5], [0, 2])),
    ],
)
def test_clauses_windows_and_questions_are_those_of_the_documents_that_pass(
    small: Generation, filters: Filters, expected: tuple[list[int], list[int], list[int]]
) -> None:
    assert small.window_rows.tolist() == [1, 2, 2, 2, 3, 4]
    assert numbers(Scopes(small).of(filters)) == expected


def test_clauses_and_questions_alike_are_searched_only_inside(small: Generation) -> None:
    scope = Scopes(small).of(Filters(region="沈阳市"))
    assert found(small.lexical, scope) == {1, 4}
    assert found(small.questions, scope) == {0, 2}
    assert found(small.lexical, Scope()) == {1, 2, 3, 4}


def test_without_filters_nothing_is_restricted(small: Generation) -> None:
    scope = Scopes(small).of(Filters())
    assert (scope.inside, scope.clauses, scope.windows, scope.questions) == (None, None, None, None)


def test_a_document_without_clauses_passes_with_nothing_to_search(tmp_path: Path) -> None:
    scopes = Scopes(generation(tmp_path, (*DOCUMENTS, document("d")), CLAUSES, ASKED))
    assert numbers(scopes.of(Filters(document="d"))) == ([], [], [])


def test_the_same_filters_give_the_same_scope_again(small: Generation) -> None:
    scopes = Scopes(small)
    first = scopes.of(Filters(region="沈阳市"))
    assert scopes.of(Filters(document="b")) is not first
    assert scopes.of(Filters(region="沈阳市")) is first


def test_filters_that_nothing_passes_are_refused_every_time(small: Generation) -> None:
    scopes = Scopes(small)
    for _ in range(2):
        with pytest.raises(FilterError, match="region=吉林省"):
            scopes.of(Filters(region="吉林省"))


def rules(name: str, title: str, text: str, day: str | None = "2019-03-01") -> tuple[Document, Clause]:
    """A document dated on a day, of one clause."""
    return replace(document(name, title=title), date=day), clause(f"{name}#1", text)


CORPUS = (
    rules("trial", "某市人才办法", "第一条 本办法自2019年6月1日起施行，有效期一年。"),
    rules("old", "某市企业办法", "第一条 给予企业补贴。", day="2010"),
    rules(
        "new",
        "某市企业新办法",
        "第一条 本办法自2020年1月1日起施行。《某市企业办法》同时废止。",
        day="2019-12-01",
    ),
    rules("late", "某市通知", "给予补贴。", day="2020-12-31"),
    rules("undated", "某市意见", "给予补贴。", day=None),
)


@pytest.fixture(name="dated", scope="module")
def built_dated(tmp_path_factory: pytest.TempPathFactory) -> Scopes:
    documents, clauses = [document for document, _ in CORPUS], [clause for _, clause in CORPUS]
    return Scopes(generation(tmp_path_factory.mktemp("home"), documents, clauses))


# Clause 0 is on trial, 1 repealed by 2, 3 dated late, 4 not dated.
@pytest.mark.parametrize(
    ("day", "expected"),
    [
        (date(2009, 12, 31), [4]),
        (date(2010, 1, 1), [1, 4]),
        # Dated, but pending.
        (date(2019, 5, 31), [1, 4]),
        (date(2019, 6, 1), [0, 1, 4]),
        (date(2019, 12, 31), [0, 1, 4]),
        # The new measures come into force and put the old ones out of it.
        (date(2020, 1, 1), [0, 2, 4]),
        (date(2020, 5, 31), [0, 2, 4]),
        # The year of the trial is over.
        (date(2020, 6, 1), [2, 4]),
        (date(2020, 12, 30), [2, 4]),
        (date(2020, 12, 31), [2, 3, 4]),
    ],
)
def test_on_a_day_only_what_is_in_force_is_searched(dated: Scopes, day: date, expected: list[int]) -> None:
    assert numbers(dated.of(Filters(on=day))) == (expected, expected, [])


def test_a_plan_is_not_searched_on_a_day_after_its_years(tmp_path: Path) -> None:
    plan = replace(document("a"), period=(2018, 2020))
    scopes = Scopes(
        generation(tmp_path, [plan, document("b")], [clause("a#1", "做。"), clause("b#1", "做。")])
    )
    assert numbers(scopes.of(Filters(on=date(2020, 12, 31))))[0] == [0, 1]
    assert numbers(scopes.of(Filters(on=date(2021, 1, 1))))[0] == [1]


def test_a_day_on_which_nothing_is_in_force_is_refused(dated: Scopes) -> None:
    with pytest.raises(FilterError, match="document=late、on=2020-12-30"):
        dated.of(Filters(document="late", on=date(2020, 12, 30)))
