"""A folder of training data in miniature, in the form of the real one."""

import json
import lzma
import random
from pathlib import Path

_WORDS = ("企业", "创新", "补贴", "人才", "贷款", "研发", "转化", "平台", "支持", "科技", "园区", "专利")


def _sentence(chance: random.Random) -> str:
    return "".join(chance.choices(_WORDS, k=8)) + "。"


def make(folder: Path) -> Path:
    """Write shards of text and pairs, question pairs and asked-as questions; return the folder.

    The first 60 questions are about policies, the last 20 about laws; question `n` is about document
    第{n % 10}号文件, and documents 3, 6 and 8 are held out.
    """
    chance = random.Random(1)
    texts: list[dict[str, object]] = [
        {"text": "\n".join(_sentence(chance) + _sentence(chance) for _ in range(60)), "source": "laws"}
        for _ in range(40)
    ]
    pairs: list[dict[str, object]] = [
        {"query": _sentence(chance), "positive": _sentence(chance), "source": source}
        for source in ("policy_qa_2020", "policy_heading") * 20
    ]
    laws: list[dict[str, object]] = [
        {"query": f"某法第{place}条", "positive": _sentence(chance) * 20, "source": "laws_art"}
        for place in range(10)
    ]
    # The last two are told apart by their ends alone.
    laws[-1]["positive"] = f"{laws[-2]['positive']}附则。"
    asked: list[dict[str, object]] = [
        {"document": "a.txt", "offset": 0, "question": "给企业补贴吗", "quote": "给企业补贴"}
    ]
    questions: list[dict[str, object]] = []
    for place in range(80):
        passage = _sentence(chance) + _sentence(chance)
        place_of = {"kind": "policy" if place < 60 else "law", "title": f"第{place % 10}号文件"}
        said = {"question": f"第{place}问", "passage": passage, "quote": passage[:10]}
        questions.append({**place_of, **said})
    shards = {"text-1-policy-laws": texts, "pairs-1-policy-law-qa": pairs, "pairs-2-law-articles": laws}
    for name, rows in shards.items():
        path = folder / "data" / f"{name}.jsonl.xz"
        path.parent.mkdir(parents=True, exist_ok=True)
        with lzma.open(path, "wt", encoding="utf-8") as file:
            file.writelines(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)
    for name, rows in (("question-pairs", questions), ("asked-as", asked)):
        lines = "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)
        (folder / f"{name}.jsonl").write_text(lines, encoding="utf-8")
    (folder / "documents").mkdir()
    (folder / "documents" / "a.txt").write_text("给企业补贴。\n", encoding="utf-8")
    return folder
