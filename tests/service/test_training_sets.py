from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

import pytest

from index.lexicon import Expansion, Lexicon
from index.training import sources
from index.training.packing import Pack, Pieces, Side
from index.training.sources import TrainingDataError
from service.training.mixture import LONGEST, MARKS, marking, packed
from tests import training_data
from tests.index.packs import lettered
from tests.service.written import TITLED, marked, shard

LEXICON = (
    Expansion("厂子", ("企业", "公司"), "主体"),
    Expansion("啥时候", ("时间",), "宽泛"),
    Expansion("搞出新花样", ("创新补贴",), "主体"),
)
NAMES = ("asked", "answered", "titled", "described", "lexicon", "substituted")


@dataclass(frozen=True, slots=True)
class Mixed:
    """What was packed of the data in miniature, and the folder of these."""

    folder: Path
    pack: Pack
    words: list[str]
    told: list[str]

    def text(self, pieces: Pieces) -> str:
        return "".join(self.words[piece] for piece in pieces)

    def texts(self, side: Side) -> list[str]:
        return [self.text(side[place]) for place in range(len(side))]

    def pairs(self, name: str) -> list[tuple[str, str]]:
        """What is written, and what it is written from."""
        held = self.pack.sets[name]
        return list(zip(self.texts(held.left), self.texts(held.right), strict=True))


def characters(folder: Path) -> Iterable[str]:
    """All that may be packed, so that every character is a piece and can be read again."""
    yield from sources.texts(folder)
    for row in sources.asked(folder):
        yield from (row.question, row.quote, row.passage)
    for pair in sources.weak_pairs(folder):
        yield from pair
    for official, said in sources.described():
        yield from (official, *said)
    for entry in LEXICON:
        yield from (entry.colloquial, *entry.official)


@pytest.fixture(scope="module")
def mixed(tmp_path_factory: pytest.TempPathFactory) -> Mixed:
    folder = training_data.make(tmp_path_factory.mktemp("sets") / "data")
    shard(folder, "pairs-3-title-body", TITLED)
    shard(folder, "text-2-news", [{"text": "省里出台新政。", "source": "news"}])
    tokenizer = marked("".join(sorted(set("".join(characters(folder))))))
    told: list[str] = []
    lexicon = Lexicon({row.colloquial: row for row in LEXICON})
    pack = packed(folder, tokenizer, lexicon, {"宽泛": 0.5, "主体": 1.0}, told.append)
    words = sorted(tokenizer.get_vocab(), key=tokenizer.get_vocab().__getitem__)
    return Mixed(folder, pack, words, told)


def test_the_marks_come_last_in_their_order_and_once() -> None:
    tokenizer = lettered("甲")
    size = tokenizer.get_vocab_size()
    for _ in range(2):
        marking(tokenizer)
        assert [tokenizer.token_to_id(mark) for mark in MARKS] == list(range(size, size + 5))
    assert tokenizer.get_vocab_size() == size + 5
    assert MARKS == ("<据>", "<问>", "<答>", "<说>", "<题>")
    assert tokenizer.encode("<问>甲<答>").tokens == ["<问>", "甲", "<答>"]


def test_every_set_is_there_and_told(mixed: Mixed) -> None:
    assert tuple(mixed.pack.sets) == NAMES
    assert [line.split(":")[0] for line in mixed.told] == ["text", *NAMES]


def test_a_question_is_written_from_its_passage_without_and_with_the_words_that_answer_it(
    mixed: Mixed,
) -> None:
    questions = sources.question_pairs(mixed.folder)
    kept = [row for place, row in enumerate(questions) if place % 10 not in (3, 6, 8)]
    alone = [(f"<问>{row['question']}<答>", row["passage"]) for row in kept]
    assert mixed.pairs("asked")[: len(kept)] == alone
    answered = [(f"<问>{row['question']}<答>{row['quote']}", row["passage"]) for row in kept]
    assert mixed.pairs("answered")[: len(kept)] == answered
    # Those of one passage are of one group.
    assert mixed.pack.sets["asked"].groups[:3].tolist() == [0, 1, 2]


def test_a_retelling_is_written_from_its_passage(mixed: Mixed) -> None:
    rows = (row for row in sources.written() if row.quote == row.passage and not row.held_out)
    row = next(row for row in rows if len(row.passage) < LONGEST and len(row.question) < LONGEST)
    assert (f"<说>{row.question}", row.passage) in mixed.pairs("asked")
    everywhere = [left for name in ("asked", "answered") for left, _ in mixed.pairs(name)]
    assert not any(f"<问>{row.question}" in left for left in everywhere)
    assert all(left.startswith("<问>") for left, _ in mixed.pairs("answered"))


def test_all_that_is_written_from_a_passage_is_of_one_group_and_one_source(mixed: Mixed) -> None:
    for name in NAMES:
        found: dict[int, set[str]] = {}
        groups = mixed.pack.sets[name].groups.tolist()
        for group, (_, right) in zip(groups, mixed.pairs(name), strict=True):
            found.setdefault(group, set()).add(right)
        assert {len(texts) for texts in found.values()} == {1}, name
    assert len(set(mixed.pack.sets["asked"].groups.tolist())) < len(mixed.pack.sets["asked"])


def test_no_question_or_retelling_of_a_held_out_document_is_in_any_set(mixed: Mixed) -> None:
    rows = sources.asked(mixed.folder)

    def known(words: Iterable[str]) -> set[str]:
        return {word[: LONGEST // 2] for word in words}

    trained = known(row.question for row in rows if not row.held_out)
    kept = known(row.question for row in rows if row.held_out) - trained
    passages = known(row.passage for row in rows if row.held_out)
    passages -= known(row.passage for row in rows if not row.held_out)
    assert {"第3问", "第6问", "第78问"} <= kept
    assert any(row.question[: LONGEST // 2] in kept for row in rows if row.quote == row.passage)
    for name in NAMES:
        told = [
            (left.removeprefix("<问>").removeprefix("<说>").removeprefix("<题>").split("<答>")[0], right)
            for left, right in mixed.pairs(name)
        ]
        assert kept.isdisjoint(known(left for left, _ in told)), name
        assert passages.isdisjoint(known(right for _, right in told)), name


def test_what_asks_is_a_question_by_its_source_and_what_does_not_is_a_headline(mixed: Mixed) -> None:
    pairs = list(sources.rows(mixed.folder / "data" / "pairs-1-policy-law-qa.jsonl.xz"))
    marks = {"policy_qa_2020": "<问>", "policy_heading": "<题>"}
    expected = [(marks[row["source"]] + row["query"], row["positive"]) for row in pairs]
    assert mixed.pairs("titled") == [
        *expected,
        # Of a long text 320 characters are shown, and of these so many pieces.
        ("<题>省里出台新政", ("给企业补贴。" * 60)[:LONGEST]),
        ("<问>谁给补贴？", "科技局给。"),
        ("<问>补贴归谁管", "科技局管。"),
    ]


def test_articles_of_laws_have_no_headline(mixed: Mixed) -> None:
    assert any(query == "某法第1条" for query, _ in sources.weak_pairs(mixed.folder))
    assert not any("某法第" in left for left, _ in mixed.pairs("titled"))


def test_official_terms_are_told_as_people_say_them(mixed: Mixed) -> None:
    expected = [(f"<说>{words}", official) for official, said in sources.described() for words in said]
    assert mixed.pairs("described") == expected


def test_lexicon_fields_of_a_factor_below_1_are_left_out(mixed: Mixed) -> None:
    assert mixed.pairs("lexicon") == [
        ("<说>厂子", "企业"),
        ("<说>厂子", "公司"),
        ("<说>搞出新花样", "创新补贴"),
    ]


def test_sentences_of_the_official_texts_are_retold(mixed: Mixed) -> None:
    rows = sources.rows(mixed.folder / "data" / "text-1-policy-laws.jsonl.xz")
    sentences = {sentence + "。" for row in rows for sentence in row["text"].replace("\n", "").split("。")}
    found = mixed.pairs("substituted")
    assert {right for _, right in found} <= sentences
    assert all(left.startswith("<说>") for left, _ in found)
    assert any("搞出新花样" in left and "创新补贴" in right for left, right in found)
    assert not any("啥时候" in left for left, _ in found)


def test_the_text_is_that_of_policies_and_laws_alone_paragraph_by_paragraph(mixed: Mixed) -> None:
    rows = list(sources.rows(mixed.folder / "data" / "text-1-policy-laws.jsonl.xz"))
    assert mixed.text(mixed.pack.text) == "".join(
        f"{line}</s>" for row in rows for line in row["text"].split("\n")
    )


def test_a_missing_shard_is_named(tmp_path: Path) -> None:
    with pytest.raises(TrainingDataError, match="pairs-3-title-body"):
        packed(training_data.make(tmp_path / "data"), marked(), Lexicon({}), {}, lambda line: None)
