from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.canonical import canonical
from corpus.clause import Clause, Kind
from corpus.document import Document
from corpus.splitter import split
from index.asked import tied
from index.filters import Filters
from index.generated import GeneratedStore, Written
from index.hit import Hit
from index.search import Searcher
from index.spelling import Correction
from service.asking import Job, Questioner, fresh, passage_of, sound
from service.generator import Asker
from tests.index.fakes import clause, document

SUBSIDY = clause(
    "甲#1", "给予企业研发补贴，每户每年最高五十万元，由市科技局审核后发放，逾期申报的不再受理。\n"
)
TALENT = clause(
    "甲#2", "引进高层次人才，来本市全职工作满三年的，给予安家补贴二十万元，一次发放，不得重复领取。", 42
)
HEADING = clause("甲#3", "三、保障措施", 86, Kind.HEADING)
PLEDGE = clause(
    "乙#1", "开展知识产权质押融资，对按期还本付息的企业，给予贷款利息百分之五十的补助，每年最高百万元。"
)
CLAUSES = (SUBSIDY, TALENT, HEADING, PLEDGE)
DOCUMENTS = {"甲": document("甲"), "乙": document("乙")}
A, B, C, D = "买设备有没有钱拿", "科研花了钱能报销么", "搞新东西国家管不管", "厂里做试验谁出资"


@dataclass
class Author:
    """Writes what it was given for a passage; remembers what it was asked."""

    held: Mapping[str, Sequence[str]]
    name: str = "作者"
    breaks_at: int = -1
    fingerprint: str = "作者 1"
    asked: list[tuple[tuple[str, ...], int, int]] = field(default_factory=list)

    def ask(self, passages: Sequence[str], count: int, seed: int) -> list[list[str]]:
        if len(self.asked) == self.breaks_at:
            raise KeyboardInterrupt
        self.asked.append((tuple(passages), count, seed))
        return [list(self.held.get(passage, ())) for passage in passages]


@dataclass
class Finder:
    """Finds the clauses that it was given for a question, after mending what it was told to."""

    found: Mapping[str, Sequence[Clause]] = field(default_factory=dict)
    otherwise: Sequence[Clause] = CLAUSES
    typos: Mapping[str, str] = field(default_factory=dict)
    wanted: set[tuple[int, Filters]] = field(default_factory=set)

    def search(self, question: str, k: int, filters: Filters) -> list[Hit]:
        self.wanted.add((k, filters))
        return [Hit(one, 1.0, {}, 0.0) for one in self.found.get(question, self.otherwise)][:k]

    def knows(self, word: str) -> bool:
        return bool(word)

    def mended(self, question: str) -> tuple[str, tuple[Correction, ...]]:
        return self.typos.get(question, question), ()


@pytest.fixture(name="store")
def empty(tmp_path: Path) -> GeneratedStore:
    return GeneratedStore(tmp_path / "generated.jsonl")


def done(
    store: GeneratedStore,
    author: Asker,
    wanted: int = 6,
    searcher: Searcher | None = None,
    stored: Mapping[str, Sequence[str]] | None = None,
) -> list[tuple[int, int]]:
    """Ask about all that is left to be asked about."""
    questioner = Questioner(author, searcher or Finder(), store)
    return list(questioner.run(questioner.job(DOCUMENTS, CLAUSES, wanted), DOCUMENTS, stored or {}))


def kept(store: GeneratedStore) -> dict[str, tuple[str, ...]]:
    """The questions kept of each clause."""
    clauses = {(one.document_id, one.text.strip()): one.id for one in CLAUSES}
    return {clauses[row.document, row.quote]: row.questions for row in store.read()}


def writes(*questions: str) -> Author:
    """An author with questions about the first clause alone."""
    return Author({SUBSIDY.text.strip(): questions})


def test_a_passage_is_the_text_of_a_clause_a_short_one_under_its_heading() -> None:
    long = replace(SUBSIDY, path=("一、支持", "（一）研发"))
    assert passage_of(long) == SUBSIDY.text.strip()
    short = replace(long, text="\n每户五十万元。\n")
    assert passage_of(short) == "（一）研发\n每户五十万元。"
    assert passage_of(replace(short, path=())) == "每户五十万元。"
    assert passage_of(replace(short, text="（一）研发。每户五十万元。")) == "（一）研发。每户五十万元。"
    # Of 39 characters a text is short, of 40 it is not.
    assert passage_of(replace(long, text="甲" * 39)) == "（一）研发\n" + "甲" * 39
    assert passage_of(replace(long, text="甲" * 40)) == "甲" * 40


@pytest.mark.parametrize(
    ("question", "good"),
    [
        ("给多少钱", False),
        ("给多少钱？", True),
        ("甲" * 40, True),
        ("甲" * 41, False),
        ("VC 投资咋算", True),
        ("GDP增长ok吗", False),
        ("AI补贴有么", True),
        ("abc补贴吗", True),
        ("abcd补贴吗", False),
        ("", False),
    ],
)
def test_a_question_is_of_5_to_40_characters_and_half_chinese(question: str, good: bool) -> None:
    assert sound(question) is good


def test_a_question_is_fresh_unless_it_is_nearly_another_one() -> None:
    # Of 4 and 4 characters 3 are alike: 2 × 3 of 8 are 75 of 100, which is too alike; 2 of 4 are not.
    assert not fresh("有补贴吗", ["有补贴么"])
    assert not fresh("有补贴吗", ["别的事情怎么办理", "有补贴吗"])
    assert fresh("有补贴吗", ["有钱拿吗"])
    assert fresh("有补贴吗", [])


@given(st.text(min_size=1, max_size=20), st.lists(st.text(max_size=20), max_size=4))
def test_no_question_is_fresh_beside_itself(question: str, others: list[str]) -> None:
    assert not fresh(question, [*others, question])


def test_every_searchable_clause_is_asked_about_with_twice_as_many_questions(store: GeneratedStore) -> None:
    author = writes(A)
    assert done(store, author, wanted=4) == [(3, 1)]
    passages = tuple(one.text.strip() for one in (SUBSIDY, TALENT, PLEDGE))
    assert author.asked == [(passages, 8, 1)]
    assert store.read() == [
        Written("甲", SUBSIDY.text.strip(), 0, "作者 1", 4, (A,)),
        Written("甲", TALENT.text, 42, "作者 1", 4, ()),
        Written("乙", PLEDGE.text, 0, "作者 1", 4, ()),
    ]


def test_what_is_unsound_alike_or_does_not_find_its_clause_is_not_kept(store: GeneratedStore) -> None:
    lost = "这个问题找到别处去了"
    author = writes("短", A, "买设备有没有钱拿？", lost, "x" * 20, B)
    done(store, author, searcher=Finder({lost: (TALENT, PLEDGE)}))
    assert kept(store) == {SUBSIDY.id: (A, B), TALENT.id: (), PLEDGE.id: ()}


def test_a_clause_must_come_back_among_the_first_five_of_all_documents(store: GeneratedStore) -> None:
    others = [clause(f"乙#{number}", "别的") for number in range(2, 7)]
    finder = Finder({A: (*others[:4], SUBSIDY), B: (*others, SUBSIDY)})
    done(store, writes(A, B), searcher=finder)
    assert kept(store)[SUBSIDY.id] == (A,)
    assert finder.wanted == {(5, Filters())}


def test_a_question_is_searched_as_one_that_is_typed_and_kept_as_it_was_written(
    store: GeneratedStore,
) -> None:
    # In traditional characters, with a typo.
    written = "買社備有沒有錢拿？"
    finder = Finder({"买设备有没有钱拿?": (SUBSIDY,)}, (), {"买社备有没有钱拿?": "买设备有没有钱拿?"})
    done(store, writes(written), searcher=finder)
    assert kept(store)[SUBSIDY.id] == (written,)


def test_what_cannot_be_a_question_is_not_kept(store: GeneratedStore) -> None:
    done(store, writes("企业\udce9企业企业", A))
    assert kept(store)[SUBSIDY.id] == (A,)


def test_what_people_ask_of_the_clause_already_is_not_kept_and_what_they_ask_of_others_is(
    store: GeneratedStore,
) -> None:
    done(store, writes(A, B, C), stored={SUBSIDY.id: ["买设备有没有钱拿呢", C], TALENT.id: [B]})
    assert kept(store)[SUBSIDY.id] == (B,)


def test_at_most_as_many_are_kept_as_are_wanted(store: GeneratedStore) -> None:
    assert done(store, writes(A, B, C, D), wanted=2) == [(3, 2)]
    assert kept(store)[SUBSIDY.id] == (A, B)


def test_what_is_done_is_not_done_again_even_where_nothing_was_kept(store: GeneratedStore) -> None:
    done(store, writes(A))
    again = writes(B)
    assert done(store, again) == []
    assert done(store, again, wanted=3) == []
    assert again.asked == []
    assert kept(store)[SUBSIDY.id] == (A,)


def test_another_generator_or_a_greater_number_begins_anew(store: GeneratedStore) -> None:
    done(store, writes(A))
    other = replace(writes(B), fingerprint="别人 1")
    assert done(store, other) == [(3, 1)]
    assert kept(store)[SUBSIDY.id] == (B,)
    more = replace(writes(C), fingerprint="别人 1")
    assert done(store, more, wanted=7) == [(3, 1)]
    assert [(row.generator, row.wanted) for row in store.read()] == [("别人 1", 7)] * 3
    assert kept(store)[SUBSIDY.id] == (C,)


def test_a_clause_whose_text_or_place_changed_is_asked_about_again(store: GeneratedStore) -> None:
    done(store, writes(A))
    questioner = Questioner(writes(B), Finder(), store)
    changed = (replace(SUBSIDY, text="改过的条款。"), replace(TALENT, start=40), PLEDGE, HEADING)
    assert questioner.job(DOCUMENTS, changed, 6) == Job([*changed[:2]], 6)


def test_a_question_to_a_document_is_kept_for_the_first_clause_that_it_brings_back(
    store: GeneratedStore,
) -> None:
    author = Author({passage_of(one): (A, B) for one in CLAUSES})
    questioner = Questioner(author, Finder(), store)
    list(questioner.run(Job(CLAUSES[:2], 1), DOCUMENTS, {}))
    list(questioner.run(Job((PLEDGE,), 1), DOCUMENTS, {}))
    list(questioner.run(Job((TALENT,), 2), DOCUMENTS, {}))
    # Another document may have it too; asked about anew, a clause may keep its own.
    kept = {row.quote[:2]: row.questions for row in store.read()}
    assert kept == {"给予": (A,), "引进": (B,), "开展": (A,)}


def test_broken_off_it_goes_on_with_the_clauses_that_are_not_done(store: GeneratedStore) -> None:
    text = "\n".join(f"第{number}条 给予企业第{number}种补贴，由科技局办理。" for number in range(1, 21))
    single = replace(document("丙"), text=text)
    clauses = [one for one in split(single) if one.searchable]
    assert len(clauses) == 20
    held = {passage_of(one): (f"第{number}笔钱找谁要",) for number, one in enumerate(clauses)}
    documents = {"丙": single}

    def run(author: Author) -> list[tuple[int, int]]:
        questioner = Questioner(author, Finder(otherwise=clauses), store)
        return list(questioner.run(questioner.job(documents, clauses, 6), documents, {}))

    with pytest.raises(KeyboardInterrupt):
        run(Author(held, breaks_at=1))
    assert len(store.read()) == 16
    author = Author(held)
    # Of the first sixteen none is asked about again. Only the first five find themselves.
    assert run(author) == [(4, 0)]
    assert [passages for passages, _, _ in author.asked] == [tuple(map(passage_of, clauses[16:]))]
    assert [bool(row.questions) for row in store.read()] == [True] * 5 + [False] * 15


def test_what_is_kept_is_tied_to_its_clause_and_to_no_equal_one(store: GeneratedStore) -> None:
    # Twice the same words, in a text that was mended before them.
    raw = "**一、**给予企业补贴。\n二、发放。\n给予企业补贴。\n三、发放。\n给予企业补贴。\n"
    text, repairs = canonical(raw)
    mended = Document("d", "题", None, None, None, None, None, None, "d.txt", text, (), repairs)
    clauses = [one for one in split(mended) if one.searchable]
    equal = [one for one in clauses if one.text.strip() == "给予企业补贴。"]
    assert len(equal) == 2
    for number, one in enumerate(equal):
        author = Author({passage_of(one): ("补贴发到哪里去" + "甲乙"[number],)})
        questioner = Questioner(author, Finder(otherwise=[one]), store)
        list(questioner.run(Job([one], 6), {"d": mended}, {}))
    found = tied(store.entries(), [mended], clauses)
    assert [(asked.clause_id, asked.generated) for asked in found] == [(one.id, True) for one in equal]
