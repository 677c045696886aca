import json
import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from corpus.errors import CurationError, IndexMismatchError, IndexMissingError, NotFoundError
from index.generation import current
from service.curating import asked_group, desk_of

LEAVE = "ln-cxqd-2017#3.3.3"
QUOTE = "可在3年内保留人事（劳动）关系和相关待遇"


@pytest.fixture(name="own")
def copied(home: Path, tmp_path: Path) -> Path:
    """A `CEYIN_HOME` that may be written to, with the index of the seed documents."""
    shutil.copytree(home / "index", tmp_path / "own" / "index")
    return tmp_path / "own"


def invoke(home: Path, *words: str) -> Result:
    return CliRunner().invoke(asked_group, words, env={"CEYIN_HOME": str(home), "COLUMNS": "300"})


def site_lines(home: Path) -> list[dict[str, object]]:
    lines = (home / "asked-as.jsonl").read_text(encoding="utf-8").splitlines()
    return [json.loads(line) for line in lines]


def listed(home: Path) -> list[str]:
    return invoke(home, "list", "--clause", LEAVE).output.splitlines()


def test_a_quote_of_a_clause_is_added_listed_and_removed(own: Path) -> None:
    before = listed(own)
    result = invoke(own, "add", "--clause", LEAVE, "下海以后编制还在吗？", "--quote", QUOTE)
    assert result.output == f"条款 {LEAVE} 记下了问法“下海以后编制还在吗？”。运行 ceyin index 后生效。\n"
    shown = listed(own)
    assert shown[:-1] == [*before[:-1], f"  下海以后编制还在吗？（原话：{QUOTE}）"]
    assert shown[-1] == f"共 {len(before) - 1} 条问法，1 个条款。"
    result = invoke(own, "remove", "--clause", LEAVE, "下海以后编制还在吗？")
    assert result.output == f"条款 {LEAVE} 的问法“下海以后编制还在吗？”已去掉。运行 ceyin index 后生效。\n"
    assert listed(own) == before


def test_without_a_quote_the_whole_clause_answers(own: Path) -> None:
    invoke(own, "add", "--clause", LEAVE, "下海以后编制还在吗？")
    desk = desk_of(own)
    (row,) = site_lines(own)
    assert (row["document"], row["quote"]) == ("ln-cxqd-2017", desk.clause(LEAVE).text.strip())
    found, lost = desk.asked("ln-cxqd-2017")
    (asked,) = (asked for asked in found if asked.question == "下海以后编制还在吗？")
    assert (asked.clause_id, lost) == (LEAVE, 0)


def test_every_clause_with_words_takes_a_question_and_keeps_it(own: Path) -> None:
    desk = desk_of(own)
    clauses = [clause for clause in desk.clauses if clause.searchable][::25]
    for clause in clauses:
        assert invoke(own, "add", "--clause", clause.id, f"{clause.id}说啥？").exit_code == 0
    found = {asked.question: asked.clause_id for asked in desk.asked(None)[0]}
    assert [found[f"{clause.id}说啥？"] for clause in clauses] == [clause.id for clause in clauses]


def test_adding_twice_says_so(own: Path) -> None:
    invoke(own, "add", "--clause", LEAVE, "编制还在吗？")
    result = invoke(own, "add", "--clause", LEAVE, " 编制还在吗? ")
    assert result.output == f"条款 {LEAVE} 早已记着“编制还在吗?”，没有改动。\n"
    assert len(site_lines(own)) == 1


def test_a_question_goes_to_the_clause_it_was_last_added_to(own: Path) -> None:
    invoke(own, "add", "--clause", "ln-cxqd-2017#3.3.2", "编制还在吗？")
    result = invoke(own, "add", "--clause", LEAVE, "编制还在吗？")
    assert result.output == (
        f"这个问题原来另有原话，现在改记到条款 {LEAVE}：“编制还在吗？”。运行 ceyin index 后生效。\n"
    )
    refused = invoke(own, "remove", "--clause", "ln-cxqd-2017#3.3.2", "编制还在吗？")
    assert str(refused.exception).startswith(f"“编制还在吗？”记在条款 {LEAVE}，不在 ln-cxqd-2017#3.3.2。")


def test_a_shipped_question_is_removed_for_this_site(own: Path) -> None:
    shipped = listed(own)[1].removeprefix("  ").split("（原话：")[0]
    assert invoke(own, "remove", "--clause", LEAVE, shipped).exit_code == 0
    assert site_lines(own) == [{"document": "ln-cxqd-2017", "question": shipped, "removed": True}]
    assert f"  {shipped}（" not in "\n".join(listed(own))


def test_all_questions_or_those_of_a_document_are_listed_by_clause(own: Path) -> None:
    assert invoke(own, "list").output.splitlines()[-1].startswith("共 2895 条问法，")
    lines = invoke(own, "list", "--document", "sy-kjyd-2019").output.splitlines()
    heads = [line for line in lines[:-1] if not line.startswith("  ")]
    order = [clause.id for clause in desk_of(own).clauses]
    assert all(head.startswith("sy-kjyd-2019#") for head in heads)
    assert heads == sorted(set(heads), key=order.index)
    assert lines[-1] == f"共 {len(lines) - 1 - len(heads)} 条问法，{len(heads)} 个条款。"


def test_questions_whose_quote_the_text_no_longer_holds_are_counted(own: Path) -> None:
    row = {"document": "ln-cxqd-2017", "question": "编制还在吗？", "quote": "早已删去的话"}
    (own / "asked-as.jsonl").write_text(json.dumps(row, ensure_ascii=False), encoding="utf-8")
    assert "另有 1 条的原话文件里已经没有，不起作用。" in invoke(own, "list").output
    assert invoke(own, "remove", "--clause", LEAVE, "编制还在吗？").exit_code == 0
    assert "另有" not in invoke(own, "list").output


@pytest.mark.parametrize(
    ("words", "error", "message"),
    [
        (("add", "--clause", "没有#1", "问"), NotFoundError, "没有编号为 没有#1 的条款"),
        (("remove", "--clause", "没有#1", "问"), NotFoundError, "没有编号为 没有#1 的条款"),
        (("list", "--clause", "没有#1"), NotFoundError, "没有编号为 没有#1 的条款"),
        (("list", "--document", "没有"), NotFoundError, "没有编号为 没有 的文件。现有："),
        (("add", "--clause", LEAVE, "问", "--quote", "没有这句"), CurationError, "里没有这段原话"),
        (("add", "--clause", LEAVE, "问", "--quote", " "), CurationError, "里没有这段原话"),
        (("add", "--clause", "ln-cxqd-2017#3.3.2", "问", "--quote", QUOTE), CurationError, "里没有这段原话"),
        (("add", "--clause", LEAVE, " "), CurationError, "问题是空的"),
        (("remove", "--clause", LEAVE, "没人问过的问题"), CurationError, "没有记着“没人问过的问题”"),
    ],
)
def test_what_cannot_be_done_is_said_and_nothing_is_written(
    own: Path, words: tuple[str, ...], error: type[Exception], message: str
) -> None:
    result = invoke(own, *words)
    assert isinstance(result.exception, error)
    assert message in str(result.exception)
    assert not (own / "asked-as.jsonl").exists()


def test_without_an_index_there_is_nothing_to_curate(tmp_path: Path) -> None:
    assert isinstance(invoke(tmp_path, "list").exception, IndexMissingError)


def test_a_damaged_index_is_reported(own: Path) -> None:
    (current(own) / "clauses.json").write_text("[", encoding="utf-8")
    assert isinstance(invoke(own, "list").exception, IndexMismatchError)
