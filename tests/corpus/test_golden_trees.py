"""The trees of the five seed documents, read through by eye against the originals."""

import json
from pathlib import Path

import pytest

from corpus.clause import Clause
from corpus.document import Document
from corpus.reader import read_folder
from corpus.splitter import split

SEEDS = Path(__file__).parents[2] / "corpus" / "documents"
TREES = Path(__file__).parent / "golden" / "trees"


def row(document: Document, clause: Clause) -> dict[str, object]:
    return {
        "id": clause.id.partition("#")[2],
        "kind": clause.kind.value,
        "path": list(clause.path),
        "start": clause.start,
        "end": clause.end,
        "opens": clause.text.strip()[:16],
        "closes": clause.text.strip()[-8:],
        "parts": [
            [part.id.partition("#")[2], document.text[part.start : part.end][:10]] for part in clause.parts
        ],
    }


def tree(document: Document) -> list[str]:
    return [json.dumps(row(document, clause), ensure_ascii=False) for clause in split(document)]


@pytest.mark.parametrize("document", read_folder(SEEDS), ids=lambda document: document.id)
def test_a_seed_document_has_the_tree_that_was_read_through(document: Document) -> None:
    golden = (TREES / f"{document.id}.jsonl").read_text(encoding="utf-8").splitlines()
    assert tree(document) == golden
