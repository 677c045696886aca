import json
import lzma
from pathlib import Path

import pytest

from corpus.errors import DocumentError
from eval.parsing import judge_other_numbers, judge_statutes, judge_targets, judge_units, read, rows

SEEDS = Path(__file__).parents[2] / "corpus" / "documents"


def test_the_units_of_every_clause_of_the_seed_documents_are_those_listed_by_hand() -> None:
    agreement = judge_units(read(SEEDS))
    assert (agreement.listed, agreement.read, agreement.agreed) == (126, 126, 126)


def test_the_targets_of_the_seed_documents_are_those_listed_by_hand() -> None:
    agreement = judge_targets(read(SEEDS))
    assert agreement.listed == 106
    assert agreement.recall >= 0.95
    assert agreement.precision >= 0.95


def test_numbers_without_a_year_are_found_too() -> None:
    agreement = judge_other_numbers(read(SEEDS))
    assert agreement.listed == 167
    assert agreement.recall >= 0.95
    assert agreement.precision >= 0.95


def test_statutes_are_judged_by_the_lines_listed_for_them(tmp_path: Path) -> None:
    listed = {row["row"]: row for row in rows("law-lines")}
    first = min(listed)
    # Statutes made up for this test.
    lines = [""] * (max(listed[first]["articles"], default=0) + 1)
    for number, place in enumerate(listed[first]["articles"], start=1):
        lines[place] = f"第{number}条 内容。"
    with lzma.open(tmp_path / "laws.xz", "wt", encoding="utf-8") as file:
        for place in range(first + 1):
            text = "\n".join(lines) if place == first else "第一条 内容。"
            file.write(json.dumps({"text": text, "source": "laws"}, ensure_ascii=False) + "\n")
        file.write(json.dumps({"text": "不是法规", "source": "news"}, ensure_ascii=False) + "\n")
    judged = judge_statutes(tmp_path / "laws.xz")
    assert judged.count == first + 1
    count = len(listed[first]["articles"])
    assert (judged.articles.listed, judged.articles.agreed) == (count, count)


def test_a_missing_shard_is_named(tmp_path: Path) -> None:
    with pytest.raises(DocumentError, match="laws"):
        judge_statutes(tmp_path / "laws.xz")
