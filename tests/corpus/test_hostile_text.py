"""Text that once crashed the reader or kept it busy for ever; each case ends at once or fails."""

import subprocess
import sys
from pathlib import Path

import pytest

from corpus.canonical import canonical
from corpus.document import Document
from corpus.printed import printed
from corpus.splitter import split
from corpus.validity import validity_of

ROOT = Path(__file__).parents[2]
CASES = {
    "front matter that never closes": "---\n" + "  - a: b\n" * 40 + "第一条 甲。\n",
    "a comparison without end": "企业比" + "甲甲年比" * 60 + "增长20%。",
    "an article of a hundred paragraphs": "第一条 收费标准如下。\n" + "另收一元。\n" * 130,
    "a day that does not exist": "第一条 自2016年2月30日起施行，有效期5年。2016年6月31日废止。有效期9000年。",
    "a month that does not exist": "一、甲\n做。\n某市人民政府\n二〇一六年二三月\n",
    "parts of ten thousand": "按日加收万分之五的滞纳金，不超过十万分之三。",
    "numerals without end": "一" * 5000 + "、甲\n",
    "blanks without end": "一、甲" + " " * 20_000 + "乙。",
    "a list of chapters without end": "".join(f"第一章 甲{n}乙\n" for n in range(2000)),
    "dots without end": "目录\n第一章 甲" + "." * 20_000 + "\n第一条 乙。\n",
    "governed groups without end": "一、甲\n1.乙。\n2.丙。\n以上两项工作牵头单位：省科技厅\n" * 1500,
    "numbers without a stop": "到2020年，企业达到20家，" * 3000,
    "brackets without end": "（" * 20_000 + "《" * 20_000 + "“" * 20_000,
}


def cut(text: str) -> None:
    mended, repairs = canonical(text)
    document = Document("d", "题", None, None, None, None, None, None, "d.txt", mended, repairs=repairs)
    clauses = split(document)
    if "".join(clause.text for clause in clauses) != mended:
        raise ValueError("not tiled")
    validity_of(document, clauses)
    printed(mended)


@pytest.mark.parametrize("name", CASES)
def test_hostile_text_is_cut_in_bounded_time(name: str) -> None:
    # In a process of its own: a regex that runs away cannot be interrupted in this one.
    code = f"import runpy; space = runpy.run_path({__file__!r}); space['cut'](space['CASES'][{name!r}])"
    run = [sys.executable, "-c", code]
    done = subprocess.run(run, cwd=ROOT, timeout=10, check=False, capture_output=True, text=True)
    assert (done.returncode, done.stderr) == (0, "")
