"""Judges an encoder on questions about documents whose questions it never saw; lays them out for `beir`."""

import json
import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from index.encoder import Encoder
from index.training import sources
from index.training.sources import Asked

_KINDS = {"law": ("law",), "policy": ("policy", "report")}
"""The two sets: lay questions to laws, and to policies and work reports."""

NAMES = tuple(_KINDS)

_OTHERS = 6000


@dataclass(frozen=True, slots=True)
class HeldOut:
    """Questions of one set, the passages of all documents of its kinds, and which passage answers each.

    `titles` names the document of each question.
    """

    name: str
    questions: tuple[str, ...]
    passages: tuple[str, ...]
    answers: tuple[int, ...]
    titles: tuple[str, ...]


def held_out(folder: Path, name: str) -> HeldOut:
    """A set; passages of documents that were trained on stand among its passages, and laws among `law`'s."""
    rows = [row for row in sources.asked(folder) if row.kind in _KINDS[name]]
    passages = dict.fromkeys(row.passage for row in rows)
    if name == "law":
        articles = sorted({row["positive"] for row in sources.rows(_laws(folder))})
        passages |= dict.fromkeys(random.Random(0).sample(articles, min(_OTHERS, len(articles))))
    places = {passage: place for place, passage in enumerate(passages)}
    kept = [row for row in rows if row.held_out and _asks(row)]
    return HeldOut(
        name,
        tuple(row.question for row in kept),
        tuple(passages),
        tuple(places[row.passage] for row in kept),
        tuple(row.title for row in kept),
    )


def _laws(folder: Path) -> Path:
    return folder / "data" / "pairs-2-law-articles.jsonl.xz"


def _asks(row: Asked) -> bool:
    """Whether it is a question, and no retelling."""
    return row.quote != row.passage


def judged(held: HeldOut, encoder: Encoder) -> dict[str, float]:
    """R@1, R@10 and MRR@10 of the vectors alone; of passages that tie the right one comes last."""
    ranks = _ranks(held, encoder)
    return {
        "questions": len(held.questions),
        "passages": len(held.passages),
        "R@1": float((ranks < 1).mean()),
        "R@10": float((ranks < 10).mean()),
        "MRR@10": float(np.where(ranks < 10, 1 / (ranks + 1), 0.0).mean()),
    }


def _ranks(held: HeldOut, encoder: Encoder) -> NDArray[np.int64]:
    passages = encoder.encode(held.passages)
    scores = encoder.encode_queries(held.questions) @ passages.T
    own = scores[np.arange(len(held.answers)), list(held.answers)]
    ranks: NDArray[np.int64] = (scores >= own[:, None]).sum(axis=1) - 1
    return ranks


def write_beir(held: HeldOut, folder: Path, report: Callable[[str], None]) -> None:
    """Write a set in BEIR's form, half its documents as `dev`, to fit weights on, the rest as `test`."""
    (folder / "qrels").mkdir(parents=True, exist_ok=True)
    _lines(
        folder / "corpus.jsonl",
        [{"_id": f"p{n}", "title": "", "text": text} for n, text in enumerate(held.passages)],
    )
    _lines(
        folder / "queries.jsonl", [{"_id": f"q{n}", "text": text} for n, text in enumerate(held.questions)]
    )
    halves = {title: place % 2 for place, title in enumerate(sorted(set(held.titles)))}
    for half, split in enumerate(("dev", "test")):
        judged = [(n, held.answers[n]) for n, title in enumerate(held.titles) if halves[title] == half]
        rows = [f"q{n}\tp{answer}\t1\n" for n, answer in judged]
        text = "query-id\tcorpus-id\tscore\n" + "".join(rows)
        (folder / "qrels" / f"{split}.tsv").write_text(text, encoding="utf-8")
    report(f"{held.name}: {len(held.questions)} questions, {len(held.passages)} passages in {folder}")


def _lines(path: Path, found: Sequence[dict[str, str]]) -> None:
    path.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in found), encoding="utf-8")
