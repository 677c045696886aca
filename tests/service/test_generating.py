import json
from dataclasses import asdict
from pathlib import Path
from typing import Any

import pytest
import torch
from click.testing import CliRunner, Result

from corpus.errors import IndexMissingError, LexiconError, NotFoundError
from index.encoder import fingerprint_of
from index.generation import texts
from index.training.weights import Trained
from service import wire
from service.cli import app
from service.settings import Settings
from service.training.assembly import assemble
from service.training.network import network_of
from tests.service.written import SHAPE, marked

FIRST = """某市人才补贴办法
第一条　博士来本市工作的，给予安家补贴20万元，由市人社局发放，每人限领一次。
第二条　企业购置研发设备的，按照购置金额的百分之三十给予补助，最高五十万元。
"""
SECOND = "某县融资办法\n第一条　开展知识产权质押融资的企业，给予贷款利息百分之五十的补助，由县财政局发放。\n"
LETTERS = "".join(sorted({letter for letter in FIRST + SECOND if "一" <= letter <= "龥"}))


@pytest.fixture(scope="module", name="model")
def tiny(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A generator of random weights that writes in the characters of the documents."""
    tokenizer = marked(LETTERS)
    torch.manual_seed(1)
    network = network_of(torch.randn(tokenizer.get_vocab_size(), SHAPE.dimension), SHAPE)
    folder = tmp_path_factory.mktemp("generator")
    assemble(Trained(network.state_dict(), asdict(SHAPE), tokenizer), folder)
    return folder


class Site:
    """A folder of two documents, a home, and the command line."""

    def __init__(self, folder: Path, model: Path) -> None:
        self.home = folder / "home"
        self.documents = folder / "documents"
        self.documents.mkdir()
        (self.documents / "人才.txt").write_text(FIRST, encoding="utf-8")
        (self.documents / "融资.txt").write_text(SECOND, encoding="utf-8")
        self._model = str(model)

    def __call__(self, *words: str) -> Result:
        environment = {
            "CEYIN_HOME": str(self.home),
            "CEYIN_GENERATOR": self._model,
            "COLUMNS": "300",
        }
        return CliRunner().invoke(app, words, env=environment)

    def index(self) -> None:
        assert self("index", "--documents", str(self.documents)).exit_code == 0

    def rows(self) -> list[dict[str, Any]]:
        lines = wire.generated_of(self.home).read_text(encoding="utf-8").splitlines()
        return [json.loads(line) for line in lines]

    def questions(self) -> list[str]:
        return [question for row in self.rows() for question in row["questions"]]


@pytest.fixture(scope="module", name="written")
def with_questions(tmp_path_factory: pytest.TempPathFactory, model: Path) -> tuple[Site, Result]:
    """A site whose clauses have generated questions, not yet in its index; it is only read."""
    site = Site(tmp_path_factory.mktemp("site"), model)
    site.index()
    return site, site("asked-as", "generate", "--per-clause", "3")


@pytest.fixture(name="site")
def indexed(tmp_path: Path, model: Path) -> Site:
    site = Site(tmp_path, model)
    site.index()
    return site


def test_questions_are_written_for_every_clause_and_lie_in_a_file_of_their_own(
    written: tuple[Site, Result], model: Path
) -> None:
    site, told = written
    rows = site.rows()
    documents = [row["document"] for row in rows]
    assert len(rows) == 3
    assert len(set(documents)) == 2
    # The weights are told from others in the same place.
    assert {row["generator"] for row in rows} == {f"{model} {fingerprint_of(model)[:8]}"}
    assert {row["wanted"] for row in rows} == {3}
    assert all(1 <= len(row["questions"]) <= 3 for row in rows)
    assert all(set(question) <= set(LETTERS) for question in site.questions())
    count = len(site.questions())
    assert f"给 3 个条款留下了 {count} 条问法。运行 ceyin index 后生效。" in told.output
    assert not wire.asked_of(site.home).exists()


@pytest.mark.parametrize("name", ["asked-as", "asked"])
def test_they_are_listed_as_generated_under_either_name_of_the_command(
    written: tuple[Site, Result], name: str
) -> None:
    site, _ = written
    lines = site(name, "list").output.splitlines()
    assert [line for line in lines if line.endswith("（生成的）")] == [
        f"  {question}（生成的）" for question in site.questions()
    ]
    assert lines[-1] == f"共 {len(site.questions())} 条问法，3 个条款。"


def test_after_the_next_build_they_are_in_the_index_and_found_by(site: Site) -> None:
    site("asked-as", "generate")
    assert "已是最新" not in site("index", "--if-needed").output
    assert "已是最新" in site("index", "--if-needed").output
    settings = Settings(home=site.home, generator="none")
    searcher = wire.searcher_of(site.home, wire.encoder_of(settings))
    held = searcher.generation
    assert [asked.question for asked in held.asked] == site.questions()
    assert held.generated.tolist() == [True] * len(held.asked)
    assert {held.documents[held.owners[row]].source for row in held.asked_rows.tolist()} == {
        *("人才.txt", "融资.txt"),
    }
    # Each answers with its clause, found by its question where that counts, and by default it does not.
    asked = held.asked[0]
    rows = {one.id: one for one in held.clauses}
    assert (asked.start, asked.end) == (rows[asked.clause_id].start, rows[asked.clause_id].end - 1)
    assert not any("asked-as" in why for _, why in found(settings, asked.question))
    counted = Settings(home=site.home, generator="none", generated=0.5)
    shares = [
        why.get("asked-as", 0) for name, why in found(counted, asked.question) if name == asked.clause_id
    ]
    assert [share > 0 for share in shares] == [True]


def found(settings: Settings, question: str) -> list[tuple[str, dict[str, float]]]:
    return [(hit.clause_id, hit.why) for hit in wire.answerer_of(settings).search(question)]


def test_what_is_done_is_not_done_again_and_more_is_written_when_more_is_wanted(site: Site) -> None:
    site("asked-as", "generate", "--per-clause", "2")
    before = site.rows()
    assert "这些条款都写过了" in site("asked-as", "generate", "--per-clause", "2").output
    assert site.rows() == before
    assert "给 3 个条款留下了" in site("asked-as", "generate", "--per-clause", "4").output
    assert [row["wanted"] for row in site.rows()] == [2, 2, 2, 4, 4, 4]


def test_questions_are_written_and_dropped_for_one_document_alone(site: Site) -> None:
    one, other = sorted(path.name for path in site.documents.iterdir())
    documents = {held.source: held.id for held in texts(site.home)[0]}
    assert "给 2 个条款" in site("asked-as", "generate", "--document", documents[one]).output
    assert {row["document"] for row in site.rows()} == {documents[one]}
    site("asked-as", "generate", "--document", documents[other])
    count = sum(len(row["questions"]) for row in site.rows() if row["document"] == documents[one])
    dropped = site("asked-as", "drop", "--document", documents[one])
    assert dropped.output == (
        f"文件 {documents[one]} 生成的 {count} 条问法已去掉。运行 ceyin index 后生效。\n"
    )
    assert {row["document"] for row in site.rows()} == {documents[other]}
    again = site("asked-as", "drop", "--document", documents[one])
    assert isinstance(again.exception, NotFoundError)
    assert f"没有给编号为 {documents[one]} 的文件生成过问法" in str(again.exception)


def test_all_are_dropped_even_those_that_cannot_be_read_and_what_people_wrote_stays(site: Site) -> None:
    clause_id = next(one.id for one in texts(site.home)[1] if one.searchable)
    site("asked-as", "generate")
    site("asked-as", "add", "--clause", clause_id, "博士来了给多少？")
    with wire.generated_of(site.home).open("ab") as file:
        file.write(b"no json\n")
    for words in (("list",), ("generate",), ("drop", "--document", "x")):
        assert isinstance(site("asked-as", *words).exception, LexiconError)
    assert isinstance(site("index").exception, LexiconError)
    result = site("asked-as", "drop")
    assert result.output == "生成的问法已全部去掉。运行 ceyin index 后生效。\n"
    lines = site("asked-as", "list").output.splitlines()
    assert lines[0] == clause_id
    assert lines[1].startswith("  博士来了给多少？（原话：")
    assert lines[2:] == ["共 1 条问法，1 个条款。"]


def test_a_generated_question_is_added_by_hand_and_removed(site: Site) -> None:
    site("asked-as", "generate")
    kept, gone = site.questions()[:2]
    clause_id = site("asked-as", "list").output.splitlines()[0]
    assert (
        f"条款 {clause_id} 记下了问法“{kept}”" in site("asked-as", "add", "--clause", clause_id, kept).output
    )
    result = site("asked-as", "remove", "--clause", clause_id, gone)
    assert f"条款 {clause_id} 的问法“{gone}”已去掉" in result.output
    listed = site("asked-as", "list", "--clause", clause_id).output
    assert f"  {kept}（原话：" in listed
    assert gone not in listed
    # What was removed stays removed when everything is written again.
    site("asked-as", "drop")
    site("asked-as", "generate")
    assert gone in site.questions()
    assert gone not in site("asked-as", "list").output


def test_what_people_ask_already_is_not_written_again(site: Site) -> None:
    site("asked-as", "generate")
    clause_id = site("asked-as", "list").output.splitlines()[0]
    first = site.questions()[0]
    site("asked-as", "drop")
    site("asked-as", "add", "--clause", clause_id, first)
    site("asked-as", "generate")
    assert first not in site.questions()


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (("generate", "--document", "没有"), "没有编号为 没有 的文件。现有："),
        (("drop", "--document", "没有"), "没有给编号为 没有 的文件生成过问法"),
    ],
)
def test_what_cannot_be_done_is_said_and_nothing_is_written(
    written: tuple[Site, Result],
    words: tuple[str, ...],
    message: str,
) -> None:
    site, _ = written
    before = site.rows()
    result = site("asked-as", *words)
    assert isinstance(result.exception, NotFoundError)
    assert message in str(result.exception)
    assert site.rows() == before


def test_dropping_where_nothing_was_written_leaves_the_index_as_new(site: Site) -> None:
    site("asked-as", "drop")
    site("asked-as", "drop", "--document", "没有")
    assert "已是最新" in site("index", "--if-needed").output


def test_without_an_index_there_is_nothing_to_write_for(tmp_path: Path, model: Path) -> None:
    site = Site(tmp_path, model)
    assert isinstance(site("asked-as", "generate").exception, IndexMissingError)


@pytest.mark.parametrize("count", ["0", "51", "many"])
def test_a_number_out_of_bounds_is_refused(written: tuple[Site, Result], count: str) -> None:
    assert written[0]("asked-as", "generate", "--per-clause", count).exit_code == 2
