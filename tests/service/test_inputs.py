from pathlib import Path

import pytest

from index.asked import Entry
from index.curation import AskedStore
from index.generated import GeneratedStore, Written
from service import wire

TEXT = "某市办法\n第一条　给予企业补贴，由科技局发放。\n第二条　引进高层次人才，给予安家补贴。\n"


@pytest.fixture(name="folder")
def documents(tmp_path: Path) -> Path:
    (tmp_path / "documents").mkdir()
    (tmp_path / "documents" / "办法.txt").write_text(TEXT, encoding="utf-8")
    return tmp_path / "documents"


def generate(home: Path, document: str, *questions: str) -> None:
    written = Written(document, "引进高层次人才", 0, "模型", 6, questions)
    GeneratedStore(wire.generated_of(home)).add([written])


def test_a_site_s_own_and_generated_questions_are_inputs_of_its_index(folder: Path, tmp_path: Path) -> None:
    home = tmp_path / "home"
    document = wire.sources_of(folder, home).documents[0]
    hashes = [wire.inputs_of(folder, home)]
    # Where a site has stored nothing, it is as if there were none.
    assert hashes[0] == wire.inputs_of(folder)
    generate(home, document.id, "怎么引才呢")
    hashes.append(wire.inputs_of(folder, home))
    store = AskedStore(wire.ASKED, wire.asked_of(home), [document], GeneratedStore(wire.generated_of(home)))
    store.add(document.id, "科技局", "谁发钱？")
    hashes.append(wire.inputs_of(folder, home))
    generate(home, document.id, "怎么引才")
    hashes.append(wire.inputs_of(folder, home))
    assert len(set(hashes)) == 4
    assert wire.sources_of(folder, home).inputs == hashes[-1]
    # Without a home nothing of it counts.
    assert wire.inputs_of(folder) == wire.sources_of(folder).inputs == hashes[0]


def test_stored_and_generated_questions_are_tied_to_the_clauses(folder: Path, tmp_path: Path) -> None:
    home = tmp_path / "home"
    document = wire.sources_of(folder, home).documents[0]
    generated = GeneratedStore(wire.generated_of(home))
    generate(home, document.id, "怎么引才呢", "谁发钱?")
    generate(home, "没有这份文件", "怎么引才呢")
    store = AskedStore(wire.ASKED, wire.asked_of(home), [document], generated)
    store.add(document.id, "科技局", "谁发钱？")
    assert store.entries() == [
        Entry(document.id, "怎么引才呢", "引进高层次人才", 0, generated=True),
        Entry(document.id, "谁发钱？", "科技局"),
    ]
    sources = wire.sources_of(folder, home)
    first, second = (
        next(one.id for one in sources.clauses if words in one.text) for words in ("科技局", "人才")
    )
    assert [(asked.question, asked.clause_id, asked.generated) for asked in sources.asked] == [
        ("怎么引才呢", second, True),
        ("谁发钱？", first, False),
    ]
    assert wire.sources_of(folder).asked == ()
