from pathlib import Path

from index.manifest import inputs_of


def test_the_hash_of_the_inputs_changes_with_any_document_and_with_the_questions(tmp_path: Path) -> None:
    folder, asked = tmp_path / "documents", tmp_path / "asked.jsonl"
    folder.mkdir()
    (folder / "a.txt").write_text("甲", encoding="utf-8")
    asked.write_text("", encoding="utf-8")
    hashes = [inputs_of(folder, asked)]
    (folder / ".swp").write_text("隐藏文件不算", encoding="utf-8")
    assert inputs_of(folder, asked) == hashes[0]
    (folder / "a.txt").write_text("乙", encoding="utf-8")
    hashes.append(inputs_of(folder, asked))
    (folder / "a.txt").rename(folder / "b.txt")
    hashes.append(inputs_of(folder, asked))
    asked.write_text("{}", encoding="utf-8")
    hashes.append(inputs_of(folder, asked))
    assert len(set(hashes)) == 4
