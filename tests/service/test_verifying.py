import json
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from corpus.errors import DocumentError, SettingError
from service.checking import severed
from service.given import LIMIT, read_answers
from service.verifying import check_all, verify

TEXT = "某市补贴办法\n第一条　博士来本市工作的，给予补贴15万元。\n第二条　补贴不得用于投资。\n"
QUOTE, DENIED = "给予补贴15万元", "补贴不得用于投资"
START, OTHER = TEXT.index(QUOTE), TEXT.index(DENIED)
ORIGIN = {
    "id": "办法",
    "title": "某市补贴办法",
    "issuer": None,
    "number": None,
    "date": None,
    "sha256": sha256(TEXT.encode()).hexdigest(),
}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    found = tmp_path / "文件"
    found.mkdir()
    (found / "办法.txt").write_text(TEXT, encoding="utf-8")
    return found


def citation(**more: object) -> dict[str, Any]:
    """A citation that holds, but for what is given."""
    place = {"number": 1, "clause_id": "办法#1", "document": ORIGIN, "path": []}
    return {**place, "quote": QUOTE, "start": START, "end": START + len(QUOTE), **more}


def answer(**more: object) -> dict[str, Any]:
    """An answer that holds, as the HTTP interface gives it."""
    held: dict[str, Any] = {
        "question": "博士补贴多少？",
        "status": "answered",
        "text": f"{QUOTE}。[1]",
        "statements": [{"text": f"{QUOTE}。", "citations": [1]}],
        "citations": [citation()],
        "conflicts": [],
        "notices": [],
        "confidence": 0.9,
        "nearest": [],
        "generation": "g",
    }
    return held | more


REFUSED = answer(status="refused", text="没有依据。", statements=[], citations=[])


def written(path: Path, *values: object, indent: int | None = None) -> Path:
    lines = [json.dumps(value, ensure_ascii=False, indent=indent) for value in values]
    path.write_text("\n".join(lines), encoding="utf-8")
    return path


def wrong(tmp_path: Path, folder: Path, **more: object) -> list[tuple[str, int, tuple[str, ...]]]:
    """What fails of an answer that differs so from one that holds."""
    (report,) = check_all(read_answers(written(tmp_path / "a.json", answer(**more))), folder)
    return [(finding.part, finding.number, finding.faults) for finding in report.findings if finding.faults]


def run(folder: Path, file: Path, *more: str) -> Result:
    return CliRunner().invoke(verify, [str(file), "--documents", str(folder), *more])


def test_an_answer_that_holds_is_said_to(tmp_path: Path, folder: Path) -> None:
    result = run(folder, written(tmp_path / "a.json", answer(), indent=2))
    assert result.exit_code == 0
    assert result.output == (
        "[1] 相符：《某市补贴办法》“给予补贴15万元”\n共 1 个回答，1 条引文，1 句话：没有不符的。\n"
    )


def test_an_answer_without_sha256_is_checked_without_and_that_is_said(tmp_path: Path, folder: Path) -> None:
    plain = {name: value for name, value in ORIGIN.items() if name != "sha256"}
    file = written(tmp_path / "a.json", answer(citations=[citation(document=plain)]))
    result = run(folder, file)
    assert result.exit_code == 0
    assert "“给予补贴15万元”（回答没写 sha256，没有核对文件改过没有）\n" in result.output
    (finding,) = json.loads(run(folder, file, "--json").output)["answers"][0]["findings"][:1]
    assert finding == {"part": "citation", "number": 1, "holds": True, "faults": [], "sha256_given": False}


def test_a_batch_is_checked_line_by_line(tmp_path: Path, folder: Path) -> None:
    bad = answer(citations=[citation(quote="给予补贴16万元")])
    rows: list[object] = [
        {"id": name, "question": "问", "hits": [], "answer": held}
        for name, held in (("甲", answer()), (2, bad), ("丙", REFUSED))
    ]
    file = written(tmp_path / "a.jsonl", *rows)
    result = run(folder, file)
    assert result.exit_code == 1
    assert result.output.splitlines() == [
        "甲：问",
        "[1] 相符：《某市补贴办法》“给予补贴15万元”",
        "2：问",
        f"[1] 不符：《某市补贴办法》“给予补贴16万元”；第 {START}–{START + 8} 字不是这段话，这段话全文里没有",
        "第 1 句 不符：所引的 [1] 不成立",
        "丙：问",
        "拒答，没有引文，没有要核对的。",
        "共 3 个回答，2 条引文，2 句话：2 处不符。",
    ]
    found = json.loads(run(folder, file, "--json").output)
    assert (found["holds"], [one["holds"] for one in found["answers"]]) == (False, [True, False, True])
    assert [one["id"] for one in found["answers"]] == ["甲", 2, "丙"]


def test_a_refusal_needs_no_documents(tmp_path: Path) -> None:
    file = written(tmp_path / "a.json", REFUSED)
    assert run(tmp_path / "none", file).output.startswith("拒答，没有引文，没有要核对的。\n")
    with pytest.raises(DocumentError, match="none"):
        check_all(read_answers(written(file, answer())), tmp_path / "none")


@pytest.mark.parametrize(
    ("change", "fault"),
    [
        ({"start": START + 1, "end": START + 9}, f"这段话在第 {START}–{START + 8} 字"),
        ({"start": -1}, f"起止位置不在正文的 0–{len(TEXT)} 字里"),
        ({"end": 10**4000}, "起止位置不在正文的"),
        ({"quote": "", "end": START}, "引文是空的"),
        ({"quote": "给予补贴１５万元"}, "全文里没有"),
        ({"quote": "5万元", "start": START + 5, "end": START + 8}, "截断"),
        ({"quote": "给予补贴1", "end": START + 5}, "截断"),
        ({"quote": "得用于投资", "start": OTHER + 3, "end": OTHER + 8}, "截断"),
        ({"document": ORIGIN | {"id": "别的"}}, "没有编号为 别的 的文件"),
        ({"document": ORIGIN | {"sha256": "0" * 64}}, "sha256 不符"),
        (
            {"document": ORIGIN | {"title": "某省办法"}},
            "文件的标题写的是“某省办法”，文件夹里的是“某市补贴办法”",
        ),
        ({"document": ORIGIN | {"issuer": "某市"}}, "文件的发文机关写的是“某市”，文件夹里的是“无”"),
    ],
)
def test_a_citation_fails_for_what_is_wrong_with_it(
    tmp_path: Path, folder: Path, change: dict[str, object], fault: str
) -> None:
    (part, number, faults), *others = wrong(tmp_path, folder, citations=[citation(**change)])
    assert (part, number) == ("citation", 1)
    assert fault in faults[0]
    assert [part for part, _, _ in others] == ["statement"]


def test_a_changed_document_is_seen_though_the_quote_still_stands(tmp_path: Path, folder: Path) -> None:
    (folder / "办法.txt").write_text(TEXT + "第三条　本办法废止。\n", encoding="utf-8")
    found = wrong(tmp_path, folder)
    assert found[0] == ("citation", 1, ("文件的正文与回答时的不同（sha256 不符）",))


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        (
            {"statements": [{"text": "补贴20万元。", "citations": [1]}], "text": "补贴20万元。[1]"},
            [("statement", 1, ("“20万元”不在引文里",))],
        ),
        (
            {"statements": [{"text": f"{QUOTE}。", "citations": [3]}], "text": f"{QUOTE}。[3]"},
            [("statement", 1, ("引用的 [3] 不在引文里",))],
        ),
        ({"text": f"{QUOTE}。[1][7]"}, [("text", 0, ("引用的 [7] 不在引文里",))]),
        ({"text": f"{QUOTE}。[1]另给5万元。"}, [("text", 0, ("没有引用任何引文",))]),
        ({"text": "给予补贴50万元。[1]"}, [("text", 0, ("“50万元”不在引文里",))]),
        ({"text": f" 是的：{QUOTE}。[1]\n"}, []),
        ({"text": "[1]a" * 2001}, [("text", 0, ("与语句不同，引用标记又超过 1000 处",))]),
        ({"citations": [citation(), citation()]}, [("citation", 1, ("这个编号用了不止一次",))] * 2),
        (
            {"citations": [], "statements": [], "text": ""},
            [("answer", 0, ("不是拒答，却没有引文",))],
        ),
        ({"status": "refused"}, [("answer", 0, ("说是拒答，却有语句或引文",))]),
    ],
)
def test_statements_and_text_say_only_what_is_cited(
    tmp_path: Path, folder: Path, change: dict[str, object], expected: list[object]
) -> None:
    found = wrong(tmp_path, folder, **change)
    assert [finding for finding in found if finding[2] != ("所引的 [1] 不成立",)] == expected


def test_the_values_of_a_conflict_must_stand_in_what_they_cite(tmp_path: Path, folder: Path) -> None:
    values = [
        {"value": value, "year": None, "scope": None, "citation": number}
        for value, number in (("15万元", 1), ("十五万元", 1), ("20万元", 1), ("15万元", 9))
    ]
    conflict = {"indicator": "补贴", "kind": "conflict", "values": values}
    assert wrong(tmp_path, folder, conflicts=[conflict]) == [
        ("conflict", 1, ("“20万元”不在引文 [1] 里", "所引的 [9] 不在引文里"))
    ]


@pytest.mark.parametrize(
    ("quote", "cut"),
    [
        ("15万元", False),
        ("5万元", True),
        ("到2020年", False),
        ("20年", True),
        ("占2", True),
        ("占2.5％", False),
        ("1,500家", False),
        ("500家", True),
        ("得转让", True),
        ("不得转让", False),
        ("三年", False),
        ("十三年", False),
    ],
)
def test_a_quote_must_not_cut_a_number_or_leave_out_a_denial(quote: str, cut: bool) -> None:
    text = "补贴15万元，到2020年占2.5％，1,500家，不得转让，为期十三年；三年。"
    start = text.rindex(quote)
    assert severed(text, start, start + len(quote)) is cut


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"\n \n",
        b"not json",
        b"\xff\xfe",
        b"[]",
        b"{}",
        b'"text"',
        b"[" * 100_000,
        b'{"answer":' * 100_000,
        b"1" * 5000,
        b'{"answer": 3}',
        json.dumps(answer(citations="x")).encode(),
        json.dumps(answer(citations=[citation(start=1.5)])).encode(),
        json.dumps(answer(citations=[citation(number=True)])).encode(),
        json.dumps(answer(citations=[citation(number=10**12)])).encode(),
        json.dumps(answer(text="\ud800")).encode(),
        json.dumps(answer(status="sure")).encode(),
        json.dumps(answer(statements=[{"text": "甲", "citations": [1]}] * 1001)).encode(),
        json.dumps(answer()).encode()[:-1],
        json.dumps(answer()).encode() + b"\n{",
        json.dumps(answer(text="甲" * LIMIT)).encode(),
        b" " * (LIMIT + 1) + b"{}",
        b"{\n" + b" " * LIMIT + b"}",
    ],
    ids=range(23),
)
def test_what_is_no_answer_is_refused_with_what_is_wanted(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "a.json"
    path.write_bytes(content)
    with pytest.raises(SettingError, match=r"ceyin ask --json 或 /v1/ask"):
        read_answers(path)


def test_the_message_names_the_line_and_the_field(tmp_path: Path) -> None:
    row = {"id": 1, "answer": answer(citations=[citation(start="x")])}
    with pytest.raises(
        SettingError, match=r"第 3 行不是回答：answer\.citations\.0\.start 没有写，或类型不对"
    ):
        read_answers(written(tmp_path / "a.jsonl", {"id": 1, "answer": REFUSED}, {"answer": REFUSED}, row))


@pytest.mark.parametrize("name", ["none.json", "."])
def test_a_file_that_cannot_be_read_is_an_error(tmp_path: Path, name: str) -> None:
    with pytest.raises(SettingError, match="读不了"):
        read_answers(tmp_path / name)


def test_what_would_steer_the_terminal_is_not_printed(tmp_path: Path, folder: Path) -> None:
    document = ORIGIN | {"title": "\x1b[31m红\r\n" * 100}
    result = run(folder, written(tmp_path / "a.json", answer(citations=[citation(document=document)])))
    assert result.exit_code == 1
    assert not {"\x1b", "\r"} & set(result.output)
    assert len(result.output.splitlines()) == 3
