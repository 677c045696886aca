import gettext
import io
import json
import os
import socket
import subprocess
import sys
from pathlib import Path
from typing import IO

import pytest
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from click.testing import CliRunner, Result

from corpus.errors import CeyinError
from service.cli import app
from service.terminal import LOCALE

CEYIN = str(Path(sys.executable).with_name("ceyin"))
LEAVE = "从研究所出来创业，原来的人事关系能保留几年？"


def invoke(home: Path, *words: str) -> Result:
    environment = {"CEYIN_HOME": str(home), "CEYIN_GENERATOR": "none"}
    return CliRunner().invoke(app, words, env=environment)


def ceyin(home: Path, *words: str, **environment: str) -> subprocess.CompletedProcess[str]:
    settings = {"CEYIN_HOME": str(home), "CEYIN_GENERATOR": "none"} | environment
    return subprocess.run([CEYIN, *words], env=os.environ | settings, capture_output=True, text=True)


def messages_of(compiled: IO[bytes]) -> dict[object, str]:
    catalog: dict[object, str] = gettext.GNUTranslations(compiled)._catalog  # type: ignore[attr-defined]
    return {message: text for message, text in catalog.items() if message}


def test_ask_prints_the_quote_its_document_and_its_place(home: Path) -> None:
    output = invoke(home, "ask", LEAVE).output
    for part in (
        "可在3年内保留人事（劳动）关系和相关待遇",
        "建设科技强省的实施意见》",
        "中共辽宁省委、辽宁省人民政府，2017-03-01",
        "3．促进创新人才流动",
        "ln-cxqd-2017#3.3.3，第 10848–10916 字",
    ):
        assert part in output


def test_ask_json_prints_the_answer(home: Path) -> None:
    answer = json.loads(invoke(home, "ask", LEAVE, "--json").output)
    assert answer["status"] == "answered"
    assert answer["citations"][0]["clause_id"] == "ln-cxqd-2017#3.3.3"


def test_a_question_follows_on_those_given_as_history(home: Path) -> None:
    earlier = ["--history", "众创空间有多少家？", "--history", "高层次人才特殊支持“双千计划”是什么？"]
    answer = json.loads(invoke(home, "ask", "那由谁牵头？", *earlier, "--json").output)
    assert [cited["clause_id"] for cited in answer["citations"]] == ["ln-cxqd-2017#2.6.u"]
    wrong = invoke(home, "ask", "--batch", "q", "--out", "a", *earlier)
    assert isinstance(wrong.exception, CeyinError)
    assert "--history 只用于单个问题" in str(wrong.exception)


def test_different_figures_are_printed_as_tables(home: Path) -> None:
    question = "到2020年研发经费支出占地区生产总值比重达到多少？"
    output = invoke(home, "ask", question).output
    answer = json.loads(invoke(home, "ask", question, "--json").output)
    kinds = {"conflict": "说法不一", "scope": "口径不同"}
    labels = [f"{kinds[conflict['kind']]}：{conflict['indicator']}" for conflict in answer["conflicts"]]
    assert labels[0].startswith("说法不一：")
    places = [output.index(label) for label in labels]
    assert places == sorted(places)
    table = output[places[0] : places[1]]
    number = next(cited["number"] for cited in answer["citations"] if "力争达到2.3%" in cited["quote"])
    row = next(line for line in table.splitlines() if line.strip().startswith("2.3%")).split()
    assert row[:5] == ["2.3%", f"[{number}]", "辽宁省", "2020年", "省级"]
    assert row[-1] == "二、总体目标"
    assert "2.5%" in table


def test_what_is_answered_is_verified_and_a_changed_figure_is_not(home: Path, tmp_path: Path) -> None:
    file = tmp_path / "a.json"
    file.write_text(invoke(home, "ask", LEAVE, "--json").output, encoding="utf-8")
    held = invoke(home, "verify", str(file))
    assert (held.exit_code, "没有不符的。" in held.output, "sha256" in held.output) == (0, True, False)
    file.write_text(file.read_text(encoding="utf-8").replace("3年", "5年"), encoding="utf-8")
    assert invoke(home, "verify", str(file)).exit_code == 1
    broken = ceyin(home, "verify", str(tmp_path / "none.json"))
    assert (broken.returncode, broken.stderr.startswith("出错：")) == (2, True)


def test_search_prints_as_many_hits_as_asked_for(home: Path) -> None:
    found = json.loads(invoke(home, "search", LEAVE, "--top-k", "4", "--json").output)
    assert len(found["hits"]) == 4
    lines = invoke(home, "search", LEAVE, "--top-k", "2").output
    assert "1. ln-cxqd-2017#3.3.3" in lines
    assert "\n3. " not in lines


def test_a_filter_restricts_on_the_command_line(home: Path) -> None:
    found = json.loads(invoke(home, "search", "企业", "--region", "沈阳市", "--json").output)
    assert {hit["document"]["id"] for hit in found["hits"]} == {"sy-kjyd-2019"}


def test_a_batch_is_answered_into_a_file(home: Path, tmp_path: Path) -> None:
    source, out = tmp_path / "q.jsonl", tmp_path / "a.jsonl"
    source.write_text(json.dumps({"id": "x", "question": LEAVE}, ensure_ascii=False), encoding="utf-8")
    assert invoke(home, "ask", "--batch", str(source), "--out", str(out)).exit_code == 0
    assert json.loads(out.read_text(encoding="utf-8"))["answer"]["status"] == "answered"


def test_a_batch_cannot_overwrite_its_questions(home: Path, tmp_path: Path) -> None:
    source = tmp_path / "q.jsonl"
    source.write_text('{"id": 1, "question": "众创空间"}', encoding="utf-8")
    result = invoke(home, "ask", "--batch", str(source), "--out", str(source))
    assert isinstance(result.exception, CeyinError)
    assert source.read_text(encoding="utf-8") == '{"id": 1, "question": "众创空间"}'


@pytest.mark.parametrize(
    "words", [[], ["问", "--batch", "q", "--out", "a"], ["--batch", "q"], ["问", "--out", "a"]]
)
def test_ask_wants_one_question_or_one_batch(home: Path, words: list[str]) -> None:
    assert "--batch" in str(invoke(home, "ask", *words).exception)


def test_any_folder_is_indexed_and_answered_from(tmp_path: Path) -> None:
    folder = tmp_path / "文件"
    folder.mkdir()
    (folder / "办法.txt").write_text(
        "某市人才补贴办法\n第一条　博士来本市工作的，给予安家补贴20万元。\n"
        "第二条　本办法由市人社局负责解释。\n",
        encoding="utf-8",
    )
    built = ceyin(tmp_path / "home", "index", "--documents", str(folder))
    assert (built.returncode, "1 份文件" in built.stdout) == (0, True)
    answer = json.loads(invoke(tmp_path / "home", "ask", "博士安家补贴多少？", "--json").output)
    assert answer["citations"][0]["quote"] == "博士来本市工作的，给予安家补贴20万元"
    assert answer["citations"][0]["document"]["title"] == "某市人才补贴办法"
    again = ceyin(tmp_path / "home", "index", "--if-needed")
    assert "已是最新" in again.stdout
    (folder / "办法.txt").write_text("第一条　补贴30万元。\n", encoding="utf-8")
    assert "1 份文件" in ceyin(tmp_path / "home", "index", "--if-needed").stdout


def test_without_an_index_the_error_is_one_line_and_exit_code_2(tmp_path: Path) -> None:
    result = ceyin(tmp_path / "none", "ask", "众创空间")
    assert (result.returncode, result.stdout) == (2, "")
    assert result.stderr.startswith("出错：")
    assert "ceyin index" in result.stderr
    assert result.stderr.count("\n") == 1
    assert not (tmp_path / "none").exists()


@pytest.mark.parametrize(
    ("environment", "message"),
    [
        ({"CEYIN_ENCODER": "/nowhere/model"}, "CEYIN_ENCODER"),
        ({"CEYIN_GENERATOR": "/nowhere/model"}, "CEYIN_GENERATOR"),
        ({"CEYIN_PORT": "many"}, "CEYIN_PORT"),
    ],
)
def test_a_setting_that_cannot_be_used_is_named(
    home: Path, environment: dict[str, str], message: str
) -> None:
    result = ceyin(home, "ask", "众创空间", **environment)
    assert result.returncode == 2
    assert result.stderr.startswith("出错：")
    assert message in result.stderr
    assert "Traceback" not in result.stderr


def test_a_port_in_use_is_said_before_anything_is_loaded(tmp_path: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        result = ceyin(tmp_path, "serve", "--port", str(taken.getsockname()[1]))
    assert result.returncode == 2
    assert "不能监听" in result.stderr


def test_unreadable_documents_are_refused_and_the_old_index_stays(home: Path, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_bytes(b"\x00\x01\x02")
    before = sorted((home / "index").iterdir())
    result = invoke(home, "index", "--documents", str(tmp_path))
    assert "a.txt" in str(result.exception)
    assert sorted((home / "index").iterdir()) == before


def test_help_and_usage_errors_are_chinese(home: Path) -> None:
    shown = ceyin(home, "--help").stdout
    assert shown.startswith("用法：")
    for word in ("Usage", "Options", "Commands", "Show this", "Error"):
        assert word not in shown
    wrong = ceyin(home, "search", "--top-k", "0", "甲")
    assert wrong.returncode == 2
    assert "出错：" in wrong.stderr
    assert "Invalid" not in wrong.stderr


def test_the_compiled_messages_are_those_of_the_source() -> None:
    folder = LOCALE / "zh_CN" / "LC_MESSAGES"
    with (folder / "messages.po").open("rb") as source:
        compiled = io.BytesIO()
        write_mo(compiled, read_po(source, locale="zh_CN"))
    compiled.seek(0)
    with (folder / "messages.mo").open("rb") as shipped:
        assert messages_of(shipped) == messages_of(compiled)
