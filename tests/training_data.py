"""A folder of training data in miniature, in the form of the real one."""

import json
import lzma
import random
from pathlib import Path

_WORDS = ("企业", "创新", "补贴", "人才", "贷款", "研发", "转化", "平台", "支持", "科技", "园区", "专利")


def _sentence(chance: random.Random) -> str:
    return "".join(chance.choices(_WORDS, k=8)) + "。"


def make(folder: Path) -> Path:
    """Write shards of text and pairs, question pairs and asked-as questions; return the folder."""
    chance = random.Random(1)
    texts: list[dict[str, object]] = [
        {"text": "\n".join(_sentence(chance) for _ in range(60))} for _ in range(40)
    ]
    pairs: list[dict[str, object]] = [
        {"query": _sentence(chance), "positive": _sentence(chance), "source": source}
        for source in ("policy_qa_2020", "policy_heading") * 20
    ]
    asked: list[dict[str, object]] = [
        {"document": "a.txt", "offset": 0, "question": "给企业补贴吗", "quote": "给企业补贴"}
    ]
    questions: list[dict[str, object]] = []
    for place in range(80):
        passage = _sentence(chance) + _sentence(chance)
        questions.append({"question": f"第{place}问", "passage": passage, "quote": passage[:10]})
    for name, rows in (("text-1", texts), ("pairs-1-policy-law-qa", pairs)):
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
