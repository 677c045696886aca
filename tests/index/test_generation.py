import os
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from corpus.clause import Kind
from corpus.document import Document, Repair
from corpus.errors import IndexMismatchError, IndexMissingError, SettingError
from index.asked import Asked
from index.encoder import Vectors
from index.generation import Sources, build, checked, current, encoded_texts, load, source_of
from index.manifest import FORMAT, NAME, Measured, read_manifest
from index.translation import bundled, likelihoods
from tests.index.fakes import HandEncoder, clause

TEXT = "一、支持\n给予企业补贴。\n引进人才。\n"
DOCUMENT = Document(
    id="d",
    title="办法",
    issuer="某市人民政府",
    number="某政发〔2018〕1号",
    date="2018-06",
    region="某市",
    level="市级",
    period=(2018, 2020),
    source="d.txt",
    text=TEXT,
    inferred=("level",),
    repairs=(Repair("markup", 3, 3, "**", ""),),
)
HEADING = clause("d#1", "一、支持\n", kind=Kind.HEADING)
SUBSIDY = replace(clause("d#1.p1", "给予企业补贴。\n", start=5), path=("一、支持",), lead_units=("科技局",))
TALENT = replace(clause("d#1.p2", "引进人才。\n", start=13), support_units=("财政局",), governor="d#1.u")
ASKED = (Asked("有钱拿吗", "d#1.p1", 5, 12),)
ENCODER = HandEncoder({"给予企业补贴。": (1.0, 0.0), "引进人才。": (0.0, 1.0), "有钱拿吗": (0.6, 0.8)})


class FailingEncoder(HandEncoder):
    """Encodes the windows, then breaks down over the questions."""

    def encode_queries(self, texts: Sequence[str]) -> Vectors:
        if "有钱拿吗" in texts:
            raise RuntimeError("停电")
        return super().encode_queries(texts)


def quiet(_: int) -> None:
    pass


def sources(folder: Path) -> Sources:
    return Sources(folder, "输入的散列", (DOCUMENT,), (HEADING, SUBSIDY, TALENT), ASKED)


@pytest.fixture(name="home")
def built(tmp_path: Path) -> Path:
    build(tmp_path, sources(tmp_path), ENCODER, quiet)
    return tmp_path


def held(home: Path) -> list[str]:
    return sorted(path.name for path in (home / "index").iterdir())


def test_what_was_built_is_loaded_field_by_field(tmp_path: Path) -> None:
    name = build(tmp_path, sources(tmp_path), ENCODER, quiet)
    generation = load(tmp_path, ENCODER)
    assert generation.id == name
    assert generation.documents == (DOCUMENT,)
    assert generation.clauses == (HEADING, SUBSIDY, TALENT)
    assert generation.asked == ASKED
    assert generation.clauses[0].kind is Kind.HEADING


def test_the_loaded_legs_find_clauses_and_questions_by_number(home: Path) -> None:
    generation = load(home, ENCODER)
    east, north = ENCODER.encode(["给予企业补贴。", "引进人才。"])
    assert [row for row, _ in generation.lexical.search(generation.lexical.term("人才", 1.0), 9)] == [2]
    assert [row for row, _ in generation.questions.search(generation.questions.term("有钱", 1.0), 9)] == [0]
    assert generation.window_rows.tolist() == [1, 2]
    assert dict(generation.windows.search(east, 9)) == pytest.approx({0: 1.0, 1: 0.0})
    assert dict(generation.question_vectors.search(north, 9)) == pytest.approx({0: 0.8})


def test_a_clause_is_found_by_its_title_and_headings_but_a_heading_is_not_found(home: Path) -> None:
    lexical = load(home, ENCODER).lexical
    assert sorted(row for row, _ in lexical.search(lexical.term("办法", 1.0), 9)) == [1, 2]
    assert [row for row, _ in lexical.search(lexical.term("支持", 1.0), 9)] == [1]


def test_numbers_lead_from_windows_and_questions_to_clauses_and_from_clauses_to_documents(
    tmp_path: Path,
) -> None:
    first = replace(DOCUMENT, id="e")
    early = clause("e#1", "给予企业补贴。\n")
    asked = (
        Asked("怎么引才", "d#1.p2", 13, 18),
        Asked("补啥", "e#1", 0, 7),
        Asked("有钱拿吗", "d#1.p1", 5, 12),
    )
    two = replace(
        sources(tmp_path),
        documents=(first, DOCUMENT),
        clauses=(early, HEADING, SUBSIDY, TALENT),
        asked=asked,
    )
    build(tmp_path, two, ENCODER, quiet)
    generation = load(tmp_path, ENCODER)
    assert generation.owners.tolist() == [0, 1, 1, 1]
    assert generation.window_rows.tolist() == [0, 2, 3]
    assert generation.asked_rows.tolist() == [3, 0, 2]


def test_what_a_model_wrote_is_known_by_its_number(tmp_path: Path) -> None:
    asked = (*ASKED, Asked("怎么引才", "d#1.p2", 13, 18, generated=True), Asked("补啥", "d#1.p1", 5, 12))
    build(tmp_path, replace(sources(tmp_path), asked=asked), ENCODER, quiet)
    generation = load(tmp_path, ENCODER)
    assert generation.asked == asked
    assert generation.generated.tolist() == [False, True, False]


def test_windows_are_translated_with_title_and_headings_and_questions_as_they_are(home: Path) -> None:
    generation = load(home, ENCODER)
    told = bundled().shares(["办法\n一、支持\n给予企业补贴。", "办法\n引进人才。"])
    assert np.array_equal(generation.shares.toarray(), told.toarray())
    asked = bundled().shares(["有钱拿吗"])
    assert np.array_equal(generation.question_shares.toarray(), asked.toarray())


def test_a_long_clause_is_encoded_by_sentences_and_whole(tmp_path: Path) -> None:
    first, second = "甲" * 89 + "。", "乙" * 89 + "。"
    long = clause("d#1", first + second)
    east, north, both = (1.0, 0.0), (0.0, 1.0), (0.6, 0.8)
    encoder = HandEncoder({first: east, second: north, first + second: both})
    build(tmp_path, replace(sources(tmp_path), clauses=(long,), asked=()), encoder, quiet)
    generation = load(tmp_path, encoder)
    assert generation.window_rows.tolist() == [0, 0, 0]
    found = generation.windows.search(encoder.encode([second])[0], 9)
    assert dict(found) == pytest.approx({0: 0.0, 1: 1.0, 2: 0.8})


def test_advance_hears_of_every_text_that_is_encoded(tmp_path: Path) -> None:
    heard: list[int] = []
    build(tmp_path, sources(tmp_path), ENCODER, heard.append)
    # Two clauses that are no headings, of one window each, and one question.
    assert sum(heard) == encoded_texts(sources(tmp_path)) == 3


def test_the_manifest_says_what_the_index_was_built_from_and_by(home: Path) -> None:
    manifest = checked(home, ENCODER)
    assert (manifest.encoder, manifest.fingerprint, manifest.dimension) == ("手写编码器", "f1", 2)
    assert (manifest.inputs, manifest.clauses) == ("输入的散列", 3)
    assert manifest.vectors == {
        "windows": Measured(kind="flat", recall=1.0, probes=None),
        "questions": Measured(kind="flat", recall=1.0, probes=None),
    }
    assert source_of(home) == home.resolve()
    files = {
        path.relative_to(current(home)).as_posix() for path in current(home).rglob("*") if path.is_file()
    }
    assert {name for name in files if not name.endswith(".lock")} == {*manifest.files, NAME}


def test_another_encoder_is_refused_and_both_are_named(home: Path) -> None:
    other = HandEncoder({}, name="另一个编码器", fingerprint="f2")
    with pytest.raises(IndexMismatchError, match=r"手写编码器.*另一个编码器.*ceyin index"):
        load(home, other)


def test_a_changed_byte_in_any_file_is_refused_by_the_name_of_the_file(home: Path) -> None:
    for name in read_manifest(current(home)).files:
        path = current(home) / name
        original = path.read_bytes()
        path.write_bytes(original[:-1] + bytes([original[-1] ^ 1]))
        with pytest.raises(IndexMismatchError, match=path.name):
            load(home, ENCODER)
        path.write_bytes(original)
    assert load(home, ENCODER).asked == ASKED


def test_a_file_that_is_gone_is_refused(home: Path) -> None:
    (current(home) / "windows.faiss").unlink()
    with pytest.raises(IndexMismatchError, match=r"windows\.faiss"):
        load(home, ENCODER)


@pytest.mark.parametrize("content", [b"", b"{", b"{}", b"\xff\xfe", b'{"format": "one"}'])
def test_a_broken_manifest_is_refused(home: Path, content: bytes) -> None:
    (current(home) / NAME).write_bytes(content)
    with pytest.raises(IndexMismatchError, match="清单"):
        load(home, ENCODER)
    assert source_of(home) is None


@pytest.mark.parametrize(
    ("field", "value"), [("format", 0), ("format", FORMAT - 1), ("terms", "0-of another dictionary")]
)
def test_an_index_of_another_program_version_is_refused(home: Path, field: str, value: object) -> None:
    manifest = read_manifest(current(home))
    older = manifest.model_copy(update={field: value})
    (current(home) / NAME).write_text(older.model_dump_json(), encoding="utf-8")
    with pytest.raises(IndexMismatchError, match="另一版本"):
        load(home, ENCODER)


def test_a_pointer_to_a_folder_that_is_gone_is_refused(home: Path) -> None:
    current(home).rename(home / "index" / "elsewhere")
    with pytest.raises(IndexMismatchError, match="ceyin index"):
        load(home, ENCODER)


def test_a_home_that_cannot_be_written_to_is_named(tmp_path: Path) -> None:
    (tmp_path / "home").write_text("a file", encoding="utf-8")
    with pytest.raises(SettingError, match="CEYIN_HOME"):
        build(tmp_path / "home", sources(tmp_path), ENCODER, quiet)


def test_no_index_is_said_to_be_missing(tmp_path: Path) -> None:
    with pytest.raises(IndexMissingError, match="ceyin index"):
        load(tmp_path, ENCODER)
    assert source_of(tmp_path) is None


def test_a_build_that_fails_midway_leaves_the_old_index_and_nothing_else(home: Path) -> None:
    before, old = held(home), current(home).name
    with pytest.raises(RuntimeError, match="停电"):
        build(home, sources(home), FailingEncoder({}), quiet)
    assert held(home) == before
    assert load(home, ENCODER).id == old


def test_a_first_build_that_fails_leaves_no_index(tmp_path: Path) -> None:
    with pytest.raises(RuntimeError, match="停电"):
        build(tmp_path, sources(tmp_path), FailingEncoder({}), quiet)
    assert held(tmp_path) == []


def test_a_second_build_replaces_the_first_and_one_old_index_is_kept(tmp_path: Path) -> None:
    names: list[str] = []
    for age in (3, 2, 1):
        names.append(build(tmp_path, sources(tmp_path), ENCODER, quiet))
        os.utime(current(tmp_path), (10 - age, 10 - age))
        assert load(tmp_path, ENCODER).id == names[-1]
    assert held(tmp_path) == sorted(["CURRENT", *names[1:]])


def test_an_index_without_clauses_or_questions_is_built_and_loaded(tmp_path: Path) -> None:
    build(tmp_path, Sources(tmp_path, "", (), (), ()), ENCODER, quiet)
    generation = load(tmp_path, ENCODER)
    assert (generation.documents, generation.clauses, generation.asked) == ((), (), ())
    numbers = (generation.owners, generation.window_rows, generation.asked_rows, generation.generated)
    assert [rows.tolist() for rows in numbers] == [[], [], [], []]
    for shares in (generation.shares, generation.question_shares):
        assert likelihoods(bundled().lifted("企业补贴"), shares).tolist() == []
    assert generation.windows.search(ENCODER.encode(["有钱拿吗"])[0], 9) == []
