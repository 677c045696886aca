from pathlib import Path

from ir_measures import Qrel

from eval.beir import load_benchmark
from index.training.heldout import HeldOut, write_beir

HELD = HeldOut(
    "law",
    ("古树“砍了”\n罚多少？", "电梯困人几分钟到？"),
    ("砍伐古树的罚款五万元。", "借书证补办交十元。", "维保人员三十分钟\n内赶到。"),
    (0, 2),
    ("古树保护条例", "电梯安全条例"),
)


def test_the_held_out_questions_are_read_as_a_beir_benchmark(tmp_path: Path) -> None:
    said: list[str] = []
    write_beir(HELD, tmp_path / "law", said.append)
    dev, test = (load_benchmark(tmp_path / "law", split) for split in ("dev", "test"))
    assert (dev.questions, test.questions) == ({"q0": HELD.questions[0]}, {"q1": HELD.questions[1]})
    for found in (dev, test):
        assert [clause.text for clause in found.sources.clauses] == list(HELD.passages)
        assert found.left_out == 0
    assert (dev.qrels, test.qrels) == ((Qrel("q0", "p0", 1),), (Qrel("q1", "p2", 1),))
    assert said == [f"law: 2 questions, 3 passages in {tmp_path / 'law'}"]
