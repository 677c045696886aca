import json
import lzma
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

import pytest
from tokenizers import Tokenizer

from index.lexicon import Expansion, Lexicon
from index.training import sources
from index.training.mixture import LONGEST, packed
from index.training.packing import Pack, Side
from tests import training_data
from tests.index.packs import lettered

LEXICON = (
    Expansion("厂子", ("企业", "公司"), "主体"),
    Expansion("啥时候", ("时间",), "宽泛"),
    Expansion("搞出新花样", ("创新补贴",), "主体"),
)


@dataclass(frozen=True, slots=True)
class Mixed:
    """What was packed of the data in miniature, and the folder of these."""

    folder: Path
    pack: Pack
    tokenizer: Tokenizer
    told: list[str]

    def texts(self, side: Side) -> list[str]:
        return [
            "".join(str(self.tokenizer.id_to_token(piece)) for piece in side[place])
            for place in range(len(side))
        ]

    def left(self, name: str) -> list[str]:
        return self.texts(self.pack.sets[name].left)

    def right(self, name: str) -> list[str]:
        return self.texts(self.pack.sets[name].right)


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
    folder = training_data.make(tmp_path_factory.mktemp("mixture") / "data")
    tokenizer = lettered("".join(sorted(set("".join(characters(folder))))))
    told: list[str] = []
    lexicon = Lexicon({row.colloquial: row for row in LEXICON})
    pack = packed(folder, tokenizer, lexicon, {"宽泛": 0.5, "主体": 1.0}, told.append)
    return Mixed(folder, pack, tokenizer, told)


def test_every_set_is_there_and_told(mixed: Mixed) -> None:
    names = ["asked", "described", "lexicon", "substituted", "weak", "context"]
    assert list(mixed.pack.sets) == names
    assert [line.split(":")[0] for line in mixed.told] == ["text", *names]


def test_a_question_learns_the_words_that_answer_it_and_its_passage(mixed: Mixed) -> None:
    questions = sources.question_pairs(mixed.folder)
    kept = [row for place, row in enumerate(questions) if place % 10 not in (3, 6, 8)]
    found = list(zip(mixed.left("asked"), mixed.right("asked"), strict=True))
    expected = [(row["question"], text) for row in kept for text in (row["quote"], row["passage"])]
    assert found[: len(expected)] == expected
    assert mixed.pack.sets["asked"].groups[:4].tolist() == [0, 0, 1, 1]


def test_no_question_or_retelling_of_a_held_out_document_is_in_any_set(mixed: Mixed) -> None:
    rows = sources.asked(mixed.folder)
    trained = {row.question[:LONGEST] for row in rows if not row.held_out}
    kept = {row.question[:LONGEST] for row in rows if row.held_out} - trained
    assert {"第3问", "第6问", "第78问"} <= kept
    assert any(row.question[:LONGEST] in kept for row in rows if row.quote == row.passage)
    for name in mixed.pack.sets:
        assert kept.isdisjoint(mixed.left(name)), name
        assert kept.isdisjoint(mixed.right(name)), name


def test_a_retelling_learns_its_passage_once(mixed: Mixed) -> None:
    rows = (row for row in sources.written() if row.quote == row.passage and not row.held_out)
    row = next(row for row in rows if len(row.passage) < LONGEST)
    found = zip(mixed.left("asked"), mixed.right("asked"), strict=True)
    assert [right for left, right in found if left == row.question[:LONGEST]] == [row.passage]


def test_phrases_learn_their_official_terms(mixed: Mixed) -> None:
    expected = [(words, official) for official, said in sources.described() for words in said]
    found = list(zip(mixed.left("described"), mixed.right("described"), strict=True))
    assert found == expected


def test_lexicon_fields_of_a_factor_below_1_are_left_out(mixed: Mixed) -> None:
    found = list(zip(mixed.left("lexicon"), mixed.right("lexicon"), strict=True))
    assert found == [("厂子", "企业"), ("厂子", "公司"), ("搞出新花样", "创新补贴")]


def test_retold_sentences_learn_the_sentences_of_the_official_texts(mixed: Mixed) -> None:
    shard = mixed.folder / "data" / "text-1-policy-laws.jsonl.xz"
    sentences = {
        sentence + "。"
        for row in sources.rows(shard)
        for sentence in row["text"].replace("\n", "").split("。")
    }
    found = list(zip(mixed.left("substituted"), mixed.right("substituted"), strict=True))
    assert {right for _, right in found} <= sentences
    assert any("搞出新花样" in left and "创新补贴" in right for left, right in found)
    assert not any("啥时候" in left for left, _ in found)


def test_weak_pairs_keep_a_window_of_their_text(mixed: Mixed) -> None:
    found = mixed.right("weak")
    assert len(found) == 50
    # 20 sentences of 17 characters are 340; a window has 200, of which 128 pieces are kept. Two laws
    # are told apart behind it: to whom a window is all, they are one.
    assert [len(right) for right in found] == [17] * 40 + [128] * 10
    assert mixed.pack.sets["weak"].groups[-3:].tolist() == [47, 48, 48]
    assert mixed.left("weak")[40:] == [f"某法第{place}条" for place in range(10)]


def test_a_sentence_learns_the_one_after_it_in_its_paragraph(mixed: Mixed) -> None:
    # Every line of the miniature data has two sentences, and there are 40 texts of 60 lines.
    lines = {line for text in sources.texts(mixed.folder) for line in text.split("\n")}
    found = list(zip(mixed.left("context"), mixed.right("context"), strict=True))
    assert len(found) == 40 * 60
    assert {left + right for left, right in found} == lines


def test_news_and_abstracts_are_not_retold(tmp_path: Path) -> None:
    folder = training_data.make(tmp_path / "data")
    path = tmp_path / "data" / "data" / "text-1-policy-laws.jsonl.xz"
    with lzma.open(path, "wt", encoding="utf-8") as lines:
        for source in ("csl_abstract", "laws"):
            lines.write(json.dumps({"text": source, "source": source}) + "\n")
    assert list(sources.official_texts(folder)) == ["laws"]
    assert list(sources.texts(folder)) == ["csl_abstract", "laws"]
