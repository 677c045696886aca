import io
import json
import os
import subprocess
import sys
import zipfile
from pathlib import Path
from typing import Any

import docx
import pytest
from click.testing import CliRunner
from reportlab.pdfgen.canvas import Canvas  # type: ignore[import-untyped]

from service.cli import app

CEYIN = str(Path(sys.executable).with_name("ceyin"))
POLICY = """临江市人民政府关于支持创新的意见
临政发〔2023〕17号
各区人民政府：
　　为推动创新，制定本意见。
　　一、总体要求
　　坚持创新引领，聚焦产
业需求。
　　二、重点任务
　　（一）壮大企业
　　1．培育企业。到2025年，高新技术企业达到300家以上。（牵头单位：市科技局；配合单位：市财政局）
　　2．引进企业。依照《临江市科技条例》第三条给予补贴。
　　同一企业每年补贴一次。
专栏1：重点领域
机器人：攻关关键技术。
本意见自2023年9月1日起施行，有效期3年。《临江市旧意见》同时废止。
临江市人民政府
2023年8月12日
附件1
申报指引
一、申报条件
在本市注册。
"""
# Worked out by hand: each clause, what it stands under, how it is cited.
TREE = [
    ("p1", None, ""),
    ("p2", None, ""),
    ("p3", None, "主送机关"),
    ("p4", None, "引言"),
    ("1", None, "一、"),
    ("1.p1", "1", "一、第1段"),
    ("2", None, "二、"),
    ("2.1", "2", "二、（一）"),
    ("2.1.1", "2.1", "二、（一）1．"),
    ("2.1.2", "2.1", "二、（一）2．"),
    ("2.1.p1", "2.1", "二、（一）第1段"),
    ("2.1.b1", "2.1", "二、（一）专栏1"),
    ("2.1.b1.1", "2.1.b1", "二、（一）专栏1“机器人”"),
    ("p5", None, "结语"),
    ("p6", None, "落款"),
    ("p7", None, "落款"),
    ("f1", None, "附件1"),
    ("f1.p1", "f1", "附件1"),
    ("f1.1", "f1", "附件1一、"),
    ("f1.1.p1", "f1.1", "附件1一、第1段"),
]


def invoke(*words: str | Path) -> str:
    result = CliRunner().invoke(app, ["parse", *map(str, words)], catch_exceptions=False)
    assert result.exit_code == 0
    return result.output


def run(folder: Path, *words: str | Path) -> subprocess.CompletedProcess[str]:
    """The command as a user runs it, in a folder and with a home where it must leave nothing behind."""
    settings = os.environ | {"CEYIN_HOME": str(folder / "home")}
    return subprocess.run(
        [CEYIN, "parse", *map(str, words)], env=settings, cwd=folder, capture_output=True, text=True
    )


def written(path: Path, content: str | bytes) -> Path:
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path


def read_json(path: Path, *words: str) -> dict[str, Any]:
    parsed: dict[str, Any] = json.loads(invoke(path, "--json", *words))
    return parsed


def pdf(*pages: tuple[str, ...]) -> bytes:
    """Pages with these lines; a page without any shows a grey box, as a scan would."""
    stream = io.BytesIO()
    canvas = Canvas(stream)
    for lines in pages:
        if not lines:
            canvas.rect(100, 100, 300, 500, fill=1)
        for number, line in enumerate(lines):
            canvas.drawString(100, 700 - 40 * number, line)
        canvas.showPage()
    canvas.save()
    return stream.getvalue()


def bomb() -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/document.xml", bytes(30 << 20))
    return stream.getvalue()


def test_the_tree_shows_every_clause_under_its_heading_with_its_id_and_kind(tmp_path: Path) -> None:
    lines = invoke(written(tmp_path / "意见.txt", POLICY), "--on", "2024-01-01").splitlines()
    assert lines[:2] == [
        "临江市人民政府关于支持创新的意见",
        "临政发〔2023〕17号，临江市人民政府，2023-08-12，现行有效",
    ]
    for line in (
        "各区人民政府：  p3 主送机关",
        "一、总体要求  1 章节",
        "  坚持创新引领，聚焦产业需求。  1.p1 段落",
        "  （一）壮大企业  2.1 章节",
        "        负责：市科技局；配合：市财政局",
        "        数字：高新技术企业 达到300家以上（2025年）",
        "    2．引进企业。依照《临江市科技条例》第三条给予补贴。  2.1.2 条款",
        "        引用：《临江市科技条例》",
        "        引用：《临江市科技条例》第三条",
        "      机器人：攻关关键技术。  2.1.b1.1 条款",
        "2023年8月12日  p7 落款",
        "附件1  f1 附件",
        "已修复：断行接回 1 处",
    ):
        assert line in lines
    assert sum(f"  {place} " in line for line in lines for place, _, _ in TREE) == len(TREE)
    assert not [line for line in lines if line.startswith("可疑")]


def test_a_long_clause_is_cut_short_in_the_tree_and_its_length_is_said(tmp_path: Path) -> None:
    # With its mark 45 characters, of which 40 are shown.
    path = written(tmp_path / "长.txt", "一、" + "支持企业开展研发，" * 4 + "加大投入力度。\n二、其他。\n")
    assert invoke(path).splitlines()[2] == (
        "一、支持企业开展研发，支持企业开展研发，支持企业开展研发，支持企业开展研发，加大……（45 字）  1 条款"
    )


def test_what_looks_odd_is_said_below_the_tree(tmp_path: Path) -> None:
    path = written(tmp_path / "某办法.txt", "第一条 甲。\n第三条 丙。\n")
    assert invoke(path).splitlines()[-2:] == [
        "可疑：某办法#3：编号不连续，“第三条”前面缺一项或顺序不对",
        "可疑：文件里没有标题，用的是文件名或目录里写的",
    ]


def test_a_catalog_beside_the_file_is_heeded(tmp_path: Path) -> None:
    path = written(tmp_path / "意见.txt", POLICY)
    written(tmp_path / "catalog.toml", '[[document]]\nfile = "意见.txt"\nid = "ours"\ntitle = "别名"\n')
    parsed = read_json(path)
    assert (parsed["document"]["id"], parsed["document"]["title"]) == ("ours", "别名")
    assert parsed["clauses"][0]["id"] == "ours#p1"


def test_json_tells_the_document_and_its_clauses_in_order(tmp_path: Path) -> None:
    parsed = read_json(written(tmp_path / "意见.txt", POLICY))
    about = parsed["document"]
    assert (about["id"], about["title"], about["number"], about["issuer"], about["date"]) == (
        *("意见", "临江市人民政府关于支持创新的意见", "临政发〔2023〕17号"),
        *("临江市人民政府", "2023-08-12"),
    )
    assert "".join(clause["text"] for clause in parsed["clauses"]) == parsed["text"]
    assert parsed["text"] == POLICY.replace("聚焦产\n业需求", "聚焦产业需求").removesuffix("\n") + "\n"
    for clause in parsed["clauses"]:
        assert parsed["text"][clause["start"] : clause["end"]] == clause["text"]
    assert parsed["odd"] == []


def test_json_tells_under_which_clause_each_one_stands_and_how_it_is_cited(tmp_path: Path) -> None:
    parsed = read_json(written(tmp_path / "意见.txt", POLICY))
    parents = {clause["id"]: clause["parent"] for clause in parsed["clauses"]}
    assert parents == {f"意见#{place}": above and f"意见#{above}" for place, above, _ in TREE}
    title = "《临江市人民政府关于支持创新的意见》"
    cited = {clause["id"]: clause["cited"] for clause in parsed["clauses"]}
    assert cited == {f"意见#{place}": title + words for place, _, words in TREE}


def test_json_tells_what_a_clause_states(tmp_path: Path) -> None:
    clauses = {
        clause["id"]: clause for clause in read_json(written(tmp_path / "意见.txt", POLICY))["clauses"]
    }
    raising, drawing = clauses["意见#2.1.1"], clauses["意见#2.1.2"]
    assert (raising["kind"], raising["path"]) == ("item", ["二、重点任务", "（一）壮大企业", "1．培育企业"])
    assert (raising["lead_units"], raising["support_units"]) == (["市科技局"], ["市财政局"])
    (fact,) = raising["facts"]
    assert (fact["comparator"], fact["value"], fact["unit"], fact["year"]) == ("达到…以上", "300", "家", 2025)
    assert [reference["kind"] for reference in drawing["references"]] == ["title", "article"]


def test_a_law_has_its_paragraphs_and_items_under_their_article(tmp_path: Path) -> None:
    law = (
        "第一章 总则\n第一条 甲：\n（一）子；\n（二）丑：\n1.寅；\n2.卯。\n乙。\n有下列情形的：\n（一）辰。\n"
    )
    law += "第二条 丙。\n"
    clauses = read_json(written(tmp_path / "d.txt", law))["clauses"]
    assert [(clause["id"], clause["parent"]) for clause in clauses] == [
        ("d#c1", None),
        ("d#1", "d#c1"),
        ("d#1.1", "d#1"),
        ("d#1.2", "d#1"),
        ("d#1.2.1", "d#1.2"),
        ("d#1.2.2", "d#1.2"),
        ("d#1.p2", "d#1"),
        ("d#1.p3", "d#1"),
        ("d#1.p3.1", "d#1.p3"),
        ("d#2", "d#c1"),
    ]


@pytest.mark.parametrize("encoding", ["gb18030", "utf-8", "utf-8-sig"])
def test_the_bytes_of_a_clause_are_those_it_was_read_from(tmp_path: Path, encoding: str) -> None:
    raw = POLICY.replace("\n", "\r\n").encode(encoding)
    parsed = read_json(written(tmp_path / "意见.txt", raw))
    spans = [clause["raw"] for clause in parsed["clauses"]]
    for clause, (start, end) in zip(parsed["clauses"], spans, strict=True):
        printed = raw[start:end].decode(encoding.removesuffix("-sig"))
        if clause["id"] == "意见#1.p1":
            # A line that was broken in the file is whole in the clause.
            assert printed.split("\r\n") == ["　　坚持创新引领，聚焦产", "业需求。", ""]
            assert clause["text"] == "　　坚持创新引领，聚焦产业需求。\n"
        else:
            assert printed.replace("\r\n", "\n") == clause["text"]
    # They follow each other from the first character to the last byte.
    assert spans[0][0] == (3 if encoding == "utf-8-sig" else 0)
    assert [end for _, end in spans] == [*(start for start, _ in spans[1:]), len(raw)]


def test_a_clause_of_a_pdf_tells_its_page_and_one_of_a_text_none(tmp_path: Path) -> None:
    path = written(tmp_path / "d.pdf", pdf(("1. First.", "2. Second."), (), ("3. Third.",)))
    parsed = read_json(path)
    assert [(clause["id"], clause["page"]) for clause in parsed["clauses"]] == [
        ("d#1", 1),
        ("d#2", 1),
        ("d#3", 3),
    ]
    assert parsed["document"]["skipped"] == ["第 2 页没有文字层"]
    assert "已略去：第 2 页没有文字层" in invoke(path).splitlines()
    text = read_json(written(tmp_path / "t.txt", POLICY))
    assert {clause["page"] for clause in text["clauses"]} == {None}


@pytest.mark.parametrize(
    ("day", "status"),
    [
        ("2023-08-31", "尚未施行"),
        ("2023-09-01", "现行有效"),
        ("2026-08-31", "现行有效"),
        ("2026-09-01", "有效期已过"),
    ],
)
def test_the_force_of_a_document_is_told_for_a_day(tmp_path: Path, day: str, status: str) -> None:
    path = written(tmp_path / "意见.txt", POLICY)
    assert read_json(path, "--on", day)["validity"] == {
        "starts": "2023-09-01",
        "ends": "2026-08-31",
        "period": None,
        "repeals": ["临江市旧意见"],
        "status": status,
    }
    assert invoke(path, "--on", day).splitlines()[1].endswith(f"，{status}")


def test_a_folder_is_checked_file_by_file_and_nothing_is_written(tmp_path: Path) -> None:
    folder = tmp_path / "文件"
    folder.mkdir()
    word = io.BytesIO()
    written_word = docx.Document()
    written_word.add_paragraph("某市创新办法")
    written_word.add_paragraph("第一条 甲。")
    written_word.save(word)
    files: dict[str, str | bytes] = {
        "a 好.txt": POLICY,
        "b 二进制.txt": b"\x00\x01\x02\xff",
        "c 扫描.pdf": pdf((), ()),
        "d 空.pdf": b"",
        "e 炸弹.docx": bomb(),
        "f 不是.docx": "第一条 甲。",
        "g 断.docx": word.getvalue()[:500],
        "h 好.docx": word.getvalue(),
        "i 旧.wps": b"x",
        "j 缺条.md": "# 某市创新办法\n\n第一条 甲。\n\n第三条 丙。\n",
    }
    for name, content in files.items():
        written(folder / name, content)
    done = run(tmp_path, "--check", folder)
    assert (done.returncode, done.stderr) == (1, "")
    reports: dict[str, list[str]] = {}
    *lines, total = done.stdout.splitlines()
    assert total == "共 10 份，3 份可以建索引。"
    for line in lines:
        if line.startswith("  "):
            reports[list(reports)[-1]].append(line.strip())
        else:
            reports[line] = []
    assert list(reports) == list(files)
    assert reports["a 好.txt"] == [f"{len(TREE)} 个条款", "已修复：断行接回 1 处"]
    assert reports["h 好.docx"] == ["2 个条款"]
    assert reports["j 缺条.md"] == [
        "3 个条款",
        "已修复：去掉标记符号 1 处",
        "可疑：j-缺条#3：编号不连续，“第三条”前面缺一项或顺序不对",
    ]
    for name, reason in {
        "b 二进制.txt": "可能是二进制文件",
        "c 扫描.pdf": "可能是扫描件",
        "d 空.pdf": "是空的",
        "e 炸弹.docx": "e 炸弹.docx",
        "f 不是.docx": "内容却是网页或纯文字",
        "g 断.docx": "没有传完整",
        "i 旧.wps": "暂不支持",
    }.items():
        (remark,) = reports[name]
        assert remark.startswith("没有读入：")
        assert reason in remark
    assert {path.name: path.read_bytes() for path in folder.iterdir()} == {
        name: content.encode() if isinstance(content, str) else content for name, content in files.items()
    }
    assert list(tmp_path.iterdir()) == [folder]


def test_two_files_of_one_name_are_told_apart_before_they_are_indexed(tmp_path: Path) -> None:
    folder = tmp_path / "夹"
    folder.mkdir()
    for name in ("同名.md", "同名.txt"):
        written(folder / name, "某市创新办法\n第一条 甲。\n")
    done = run(tmp_path, "--check", folder)
    assert done.returncode == 1
    assert "  编号与 同名.md 相同，不能一起建索引。请改名，或在目录里另写编号。" in done.stdout.splitlines()


def test_parsing_a_file_writes_nothing_either(tmp_path: Path) -> None:
    path = written(tmp_path / "意见.txt", POLICY)
    done = run(tmp_path, path, "--json")
    assert (done.returncode, done.stderr) == (0, "")
    assert json.loads(done.stdout)["document"]["source"] == "意见.txt"
    assert list(tmp_path.iterdir()) == [path]


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ([], "请给一个文件，或用 --check 文件夹"),
        (["好.txt", "--check", "夹"], "请给一个文件，或用 --check 文件夹"),
        (["无.txt"], "找不到文件 无.txt"),
        (["夹"], "要检查整个文件夹，请用 --check"),
        (["旧.wps"], "暂不支持 旧.wps 这种格式"),
        (["空.txt"], "文件 空.txt 是空的"),
        (["空白.txt"], "文件 空白.txt 是空的"),
        (["空.docx"], "文件 空.docx 是空的"),
        (["--check", "无"], "找不到文件夹 无"),
        (["--check", "好.txt"], "找不到文件夹 好.txt"),
        (["--check", "夹"], "文件夹 夹 里没有文件"),
    ],
)
def test_what_cannot_be_parsed_is_one_line_in_chinese_and_exit_code_2(
    tmp_path: Path, words: list[str], said: str
) -> None:
    (tmp_path / "夹").mkdir()
    contents = {"好.txt": POLICY, "旧.wps": "x", "空.txt": "", "空白.txt": " \n　\ufeff", "空.docx": ""}
    for name, content in contents.items():
        written(tmp_path / name, content)
    done = run(tmp_path, *words)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.startswith("出错：")
    assert said in done.stderr
    assert done.stderr.count("\n") == 1
    assert done.stderr.endswith("。\n")


def test_a_day_that_is_none_is_told_in_chinese(tmp_path: Path) -> None:
    done = run(tmp_path, "好.txt", "--on", "昨天")
    assert (done.returncode, done.stdout) == (2, "")
    assert "昨天 不是日期。请写成 2024-01-31 这样。" in done.stderr
    assert "match" not in done.stderr
