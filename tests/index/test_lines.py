import multiprocessing
import os
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path
from threading import Event, Thread

import pytest

from corpus.errors import CurationError
from index.lines import locked, replaced


def count_up(path: Path) -> None:
    for _ in range(50):
        with locked(path):
            number = int(path.read_text(encoding="utf-8"))
            path.write_text(str(number + 1), encoding="utf-8")


def test_what_is_done_under_the_lock_is_not_disturbed_by_another_process(tmp_path: Path) -> None:
    path = tmp_path / "number.txt"
    path.write_text("0", encoding="utf-8")
    with ProcessPoolExecutor(2, mp_context=get_context("spawn")) as pool:
        for done in [pool.submit(count_up, path) for _ in range(2)]:
            done.result()
    assert path.read_text(encoding="utf-8") == "100"
    assert multiprocessing.active_children() == []


def test_who_comes_second_waits_for_the_first(tmp_path: Path) -> None:
    order: list[str] = []
    begun = Event()

    def second() -> None:
        begun.set()
        with locked(tmp_path / "a.jsonl"):
            order.append("second")

    with locked(tmp_path / "a.jsonl"):
        thread = Thread(target=second)
        thread.start()
        begun.wait()
        thread.join(timeout=0.2)
        order.append("first")
    thread.join()
    assert order == ["first", "second"]


def test_files_of_other_names_do_not_wait_for_each_other(tmp_path: Path) -> None:
    with locked(tmp_path / "a.jsonl"), locked(tmp_path / "b.jsonl"):
        assert sorted(path.name for path in tmp_path.iterdir()) == ["a.lock", "b.lock"]


def test_the_folder_is_made_and_the_file_is_not(tmp_path: Path) -> None:
    with locked(tmp_path / "home" / "new" / "a.jsonl"):
        assert [path.name for path in (tmp_path / "home" / "new").iterdir()] == ["a.lock"]


def test_what_cannot_be_written_is_named(tmp_path: Path) -> None:
    (tmp_path / "home").write_text("a file", encoding="utf-8")
    with (
        pytest.raises(CurationError, match=r"a\.jsonl 写不了。请检查 CEYIN_HOME"),
        locked(tmp_path / "home" / "a.jsonl"),
    ):
        pass


def test_the_lock_is_let_go_after_an_error(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="停电"), locked(tmp_path / "a.jsonl"):
        raise ValueError("停电")
    with locked(tmp_path / "a.jsonl"):
        assert (tmp_path / "a.lock").exists()


def test_a_file_gets_its_content_whole_and_nothing_is_left_beside_it(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    for content in (b"one\ntwo\n", b"", b"three"):
        replaced(path, content)
        assert path.read_bytes() == content
    assert list(tmp_path.iterdir()) == [path]


def test_who_has_the_old_file_open_goes_on_reading_it(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    replaced(path, b"old")
    with path.open("rb") as reader:
        replaced(path, b"new")
        assert os.fstat(reader.fileno()).st_ino != path.stat().st_ino
        assert reader.read() == b"old"
