import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from corpus.errors import CeyinError, QuestionError
from service.batch import lines_of, row_of, write_whole
from service.cli import app
from service.matching.command import Row, lines_for, read_profiles
from service.matching.facts import Facts
from service.matching.matcher import Matcher

CEYIN = str(Path(sys.executable).with_name("ceyin"))
COUPON = "我在沈阳办了一家民营工厂，想申请创新券。"
THEN = "2019-06-01"


def invoke(home: Path, *words: str) -> Result:
    environment = {"CEYIN_HOME": str(home), "CEYIN_GENERATOR": "none"}
    return CliRunner().invoke(app, ["match", *words], env=environment)


def ceyin(home: Path, *words: str, **environment: str) -> subprocess.CompletedProcess[str]:
    settings = {"CEYIN_HOME": str(home), "CEYIN_GENERATOR": "none"} | environment
    return subprocess.run([CEYIN, *words], env=os.environ | settings, capture_output=True, text=True)


def file_of(folder: Path, *rows: object) -> Path:
    path = folder / "p.jsonl"
    path.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows), encoding="utf-8")
    return path


def rows_in(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def test_an_applicant_is_shown_what_supports_it_with_its_terms(home: Path) -> None:
    result = invoke(home, COUPON, "--as-of", THEN)
    assert result.exit_code == 0
    for part in (
        "按 2019-06-01 查。您的情况：地区：沈阳；",
        "想要：创新券",
        "（sy-kjyd-2019#3.8.30）",
        "✓ 在沈阳市：“",
        "联系：创服处、高新处。时间：规划期2019年。",
    ):
        assert part in result.output


def test_on_a_day_when_the_plan_is_over_it_is_shown_as_not_applying(home: Path) -> None:
    lines = invoke(home, COUPON, "--as-of", "2026-11-21").output.splitlines()
    place = next(number for number, line in enumerate(lines) if "（sy-kjyd-2019#3.8.30）" in line)
    title = next(line for line in reversed(lines[:place]) if line[:1].isdigit())
    assert "不适用" in title
    assert "已过期：规划期2019年已过" in "".join(lines[place : place + 9])


def test_json_prints_what_the_matcher_says(home: Path, matcher: Matcher) -> None:
    found = json.loads(invoke(home, COUPON, "--as-of", THEN, "--json").output)
    assert (found["profile"], found["as_of"]) == (COUPON, THEN)
    expected = matcher.match(COUPON, as_of=THEN)
    assert [match["clause_id"] for match in found["matches"]] == [one.clause_id for one in expected.matches]


def test_another_run_prints_the_same(home: Path) -> None:
    # Sets of words have another order in each run, unless nothing hangs on it.
    words = ("match", "大连的合作社，想贷款、想评称号、想减税", "--as-of", THEN, "--json")
    first, second = (ceyin(home, *words, PYTHONHASHSEED=seed).stdout for seed in ("1", "2"))
    assert json.loads(first)["matches"]
    assert first == second


def test_a_region_is_given_where_the_description_names_none(home: Path) -> None:
    found = json.loads(invoke(home, "一家公司，想贷款", "--region", "大连", "--as-of", THEN, "--json").output)
    assert found["understood"][0] == {"key": "region", "name": "地区", "value": "大连"}


def test_a_description_that_is_not_understood_is_answered_with_a_hint(home: Path) -> None:
    result = invoke(home, "啊啊啊啊今天天气好")
    assert result.exit_code == 0
    assert "您的情况：没有看懂" in result.output
    assert "提示：没有看懂是谁、在哪里、想要什么。" in result.output


def test_letters_that_steer_a_terminal_are_shown_as_marks(home: Path) -> None:
    output = invoke(home, "沈阳的公司\x1b[2J，想贷款", "--as-of", THEN).output
    assert "\x1b" not in output


@pytest.mark.parametrize(
    ("words", "message"),
    [
        ([], "请给一段描述，或用 --batch"),
        (["大连的公司", "--batch", "p", "--out", "m"], "请给一段描述，或用 --batch"),
        (["--batch", "p"], "请给一段描述，或用 --batch"),
        (["大连的公司", "--out", "m"], "请给一段描述，或用 --batch"),
        (["--batch", "p", "--out", "m", "--region", "大连"], "--as-of 和 --region 只用于单份描述"),
        (["--batch", "p", "--out", "m", "--as-of", THEN], "--as-of 和 --region 只用于单份描述"),
        ([""], "描述是空的"),
        (["大" * 4001], "描述有 4001 个字"),
        (["大连的公司", "--region", "沈阳"], "表单里的地区是沈阳，描述里说的是大连"),
    ],
)
def test_what_cannot_be_matched_is_said_in_chinese(home: Path, words: list[str], message: str) -> None:
    error = invoke(home, *words).exception
    assert isinstance(error, CeyinError)
    assert message in str(error)


def test_an_error_is_one_line_and_exit_code_2(home: Path, tmp_path: Path) -> None:
    for words, message in (
        (["。"], "描述是空的"),
        (["--batch", str(tmp_path / "none"), "--out", "m"], "读不了"),
    ):
        result = ceyin(home, "match", *words)
        assert (result.returncode, result.stdout) == (2, "")
        assert result.stderr.startswith("出错：")
        assert message in result.stderr
        assert "Traceback" not in result.stderr
    wrong = ceyin(home, "match", "大连的公司", "--as-of", "昨天")
    assert wrong.returncode == 2
    assert "出错：" in wrong.stderr


def test_a_file_of_descriptions_is_matched_into_a_file_in_order(home: Path, tmp_path: Path) -> None:
    source = file_of(
        tmp_path,
        {"id": "b", "profile": COUPON, "as_of": THEN, "note": "多余的不管"},
        {"id": 7, "profile": "一家公司，想贷款", "facts": {"region": "大连"}, "as_of": None},
    )
    out = tmp_path / "m.jsonl"
    result = invoke(home, "--batch", str(source), "--out", str(out))
    assert (result.exit_code, "2 份描述的结果已写入" in result.output) == (0, True)
    first, second = rows_in(out)
    assert (first["id"], first["as_of"], second["id"]) == ("b", THEN, 7)
    assert "sy-kjyd-2019#3.8.30" in [match["clause_id"] for match in first["matches"]]
    assert second["understood"][0] == {"key": "region", "name": "地区", "value": "大连"}
    assert sorted(path.name for path in tmp_path.iterdir()) == ["m.jsonl", "p.jsonl"]


def test_one_that_cannot_be_matched_says_why_in_its_own_line(matcher: Matcher) -> None:
    rows = [
        Row("blank", " ", None, Facts()),
        Row("other", "大连的公司", THEN, Facts(region="沈阳")),
        Row("good", COUPON, THEN, Facts()),
    ]
    blank, other, good = map(json.loads, lines_for(matcher, rows))
    assert (blank["id"], blank["matches"]) == ("blank", [])
    assert blank["notices"][0].startswith("描述是空的。")
    assert other["notices"] == ["表单里的地区是沈阳，描述里说的是大连。请改成一致的。"]
    assert (good["notices"], good["profile"]) == ([], COUPON)


def test_the_same_file_gives_the_same_results_twice(matcher: Matcher) -> None:
    rows = [Row(1, COUPON, THEN, Facts()), Row(2, "大连的公司，想贷款", None, Facts(employees=12))]
    assert list(lines_for(matcher, rows)) == list(lines_for(matcher, rows))


@pytest.mark.parametrize(
    ("row", "message"),
    [
        ({"id": 1}, "第 2 行不是含 id 和 profile 的 JSON 对象"),
        ({"profile": "大连的公司"}, "第 2 行不是含 id 和 profile 的 JSON 对象"),
        ({"id": 1, "profile": 5}, "第 2 行的 profile 应当是文字，id 应当是文字或整数"),
        ({"id": 1.5, "profile": "甲"}, "第 2 行的 profile 应当是文字，id 应当是文字或整数"),
        ({"id": 1, "profile": "甲", "facts": {"staff": 3}}, "第 2 行的 facts 里 staff 不对。"),
        ({"id": 1, "profile": "甲", "facts": {"employees": "many"}}, "第 2 行的 facts 里 employees 不对。"),
        ({"id": 1, "profile": "甲", "facts": []}, "第 2 行的 facts 应当是 JSON 对象。"),
        ({"id": 1, "profile": "甲", "as_of": 2019}, "第 2 行的 as_of 应当是 2019-06-01 这样的日期"),
        ([1, "甲"], "第 2 行不是含 id 和 profile 的 JSON 对象"),
    ],
)
def test_a_line_that_is_none_is_named_and_nothing_is_written(
    home: Path, tmp_path: Path, row: object, message: str
) -> None:
    source, out = file_of(tmp_path, {"id": 0, "profile": "大连的公司"}, row), tmp_path / "m.jsonl"
    with pytest.raises(QuestionError, match=message):
        read_profiles(source)
    assert isinstance(invoke(home, "--batch", str(source), "--out", str(out)).exception, QuestionError)
    assert not out.exists()


def test_a_day_that_is_none_is_named_by_its_row_and_nothing_is_written(home: Path, tmp_path: Path) -> None:
    source = file_of(tmp_path, {"id": "甲", "profile": "大连的公司", "as_of": "昨天"})
    error = invoke(home, "--batch", str(source), "--out", str(tmp_path / "m.jsonl")).exception
    assert isinstance(error, QuestionError)
    assert "里 甲 的日期“昨天”读不懂" in str(error)
    assert [path.name for path in tmp_path.iterdir()] == ["p.jsonl"]


def test_a_file_of_results_cannot_replace_the_descriptions(home: Path, tmp_path: Path) -> None:
    source = file_of(tmp_path, {"id": 1, "profile": "大连的公司"})
    before = source.read_bytes()
    error = invoke(home, "--batch", str(source), "--out", str(source)).exception
    assert "结果文件不能就是描述文件" in str(error)
    assert source.read_bytes() == before


def test_lines_that_hold_something_are_read_with_their_place(tmp_path: Path) -> None:
    path = tmp_path / "p.jsonl"
    path.write_bytes("\ufeff甲\r\n\n  \n乙\u2028丙".encode())
    assert lines_of(path, "profile") == [(f"{path} 第 1 行", "甲"), (f"{path} 第 4 行", "乙\u2028丙")]


@pytest.mark.parametrize("content", [b"", b"\n \n"])
def test_a_file_without_lines_is_refused(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "p.jsonl"
    path.write_bytes(content)
    with pytest.raises(QuestionError, match="每行写一个含 id 和 profile 的 JSON 对象"):
        lines_of(path, "profile")


@pytest.mark.parametrize("content", [b"\xff\xfe\x00", None])
def test_a_file_that_cannot_be_read_is_refused(tmp_path: Path, content: bytes | None) -> None:
    path = tmp_path / "p.jsonl"
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(QuestionError, match="读不了"):
        lines_of(path, "profile")


def test_a_row_keeps_all_that_its_line_holds() -> None:
    assert row_of('{"id": 3, "profile": "甲", "as_of": null}', "这里", "profile") == {
        "id": 3,
        "profile": "甲",
        "as_of": None,
    }


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("[" * 100_000, "这里不是含 id 和 profile 的 JSON 对象"),
        ('{"id": ' + "1" * 5000 + ', "profile": "甲"}', "这里不是含 id 和 profile 的 JSON 对象"),
        ('{"id": 1, "profile": "\\ud800"}', "这里里有不完整的字符"),
        ('{"id": "\\ud800", "profile": "甲"}', "这里里有不完整的字符"),
        ('{"id": 1, "profile": "甲", "facts": {"region": "\\udfff"}}', "这里里有不完整的字符"),
    ],
)
def test_a_hostile_line_is_refused(line: str, message: str) -> None:
    with pytest.raises(QuestionError, match=message):
        row_of(line, "这里", "profile")


def test_lines_are_written_whole_and_counted(tmp_path: Path) -> None:
    out, done = tmp_path / "m.jsonl", []
    out.write_text("先前的", encoding="utf-8")
    write_whole(out, ["甲", "乙"], lambda: done.append(1))
    assert out.read_text(encoding="utf-8") == "甲\n乙\n"
    assert len(done) == 2
    assert [path.name for path in tmp_path.iterdir()] == ["m.jsonl"]


def test_a_run_that_breaks_off_leaves_what_was_there(tmp_path: Path) -> None:
    out = tmp_path / "m.jsonl"
    out.write_text("先前的", encoding="utf-8")

    def stop() -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        write_whole(out, ["甲", "乙"], stop)
    assert out.read_text(encoding="utf-8") == "先前的"
    assert [path.name for path in tmp_path.iterdir()] == ["m.jsonl"]


def test_a_place_that_cannot_be_written_is_refused(tmp_path: Path) -> None:
    for out in (tmp_path / "none" / "m.jsonl", tmp_path / ("长" * 200), tmp_path):
        with pytest.raises(QuestionError, match="结果写不到"):
            write_whole(out, ["甲"], lambda: None)
    assert list(tmp_path.iterdir()) == []
