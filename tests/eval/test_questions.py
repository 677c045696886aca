import json
from collections import Counter
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import get_args

import pytest

from corpus.document import Document
from corpus.errors import EvaluationError
from corpus.reader import read_folder
from eval.checks import faults, leaks, learnt
from eval.likeness import LIMIT, bigrams, likenesses
from eval.questions import (
    ELSEWHERE,
    FOLDER,
    EvaluationSet,
    Gold,
    Lure,
    Persona,
    Profile,
    Question,
    Type,
    load_set,
    spans,
    touched,
)
from index.terms import normalised
from index.training.sources import described
from service import wire
from service.answerer import Answerer

SET = load_set()
SHARED = Path(__file__).parents[3] / "shared"
GOLD = Gold("甲", "补贴十万元")
TEXT = "一、给企业补贴十万元。二、给院所奖励。给院所奖励。"
QUESTION = Question(
    "q", "给多少？", "number", "official", "easy", True, (GOLD,), "any", ("十万元",), False, "tune"
)
LURE = Lure("甲", "二、给院所奖励", "kind")


def documents() -> dict[str, Document]:
    return {name: Document(name, "题", None, None, None, None, None, None, "a.txt", TEXT) for name in "甲乙"}


def test_the_set_is_as_big_and_as_mixed_as_it_is_said_to_be() -> None:
    count = Counter(question.type for question in SET.questions)
    assert set(count) == set(get_args(Type))
    assert {question.persona for question in SET.questions} == set(get_args(Persona))
    assert count.total() >= 600
    answerable = count.total() - count["unanswerable"]
    assert count["paraphrase"] >= 0.3 * answerable
    assert count["cross"] >= 50
    assert count["unanswerable"] >= 300
    assert count["false_premise"] >= 150
    assert count["robust"] >= 60
    assert {question.conflict for question in SET.questions if question.type == "cross"} == {True, False}
    assert len(SET.profiles) >= 60


def test_the_halves_hold_the_same_mix() -> None:
    tune, report = (
        Counter(question.type for question in SET.of(split).questions) for split in ("tune", "report")
    )
    both = tune + report
    assert all(abs(tune[name] - report[name]) <= max(10, 0.15 * both[name]) for name in get_args(Type))


def test_no_question_or_profile_has_a_fault(answerer: Answerer) -> None:
    others = {document.id: document for document in read_folder(FOLDER / ELSEWHERE / "documents")}
    assert faults(SET, {**answerer.documents, **others}) == []


def test_every_gold_lies_in_clauses_of_the_index(answerer: Answerer) -> None:
    clauses = answerer.generation.clauses
    for question in SET.questions:
        assert all(touched(question.gold, answerer.documents, clauses)), question.id


def test_paraphrases_share_almost_no_bigram_with_what_answers_them() -> None:
    for question in SET.questions:
        if question.type == "paraphrase":
            said = bigrams(question.question)
            shared = max(len(said & bigrams(gold.quote)) for gold in question.gold)
            assert shared <= 0.15 * len(said), question.id


def test_nothing_in_it_is_near_what_is_stored_with_clauses_or_trained_on() -> None:
    assert leaks(SET, learnt(wire.ASKED, None)) == []


@pytest.mark.skipif(not (SHARED / "data").is_dir(), reason="the training data are not at hand")
def test_nothing_in_it_is_near_any_training_pair() -> None:
    assert leaks(SET, learnt(wire.ASKED, SHARED)) == []


def test_a_leak_is_found_whether_exact_or_near_whatever_the_width_and_punctuation() -> None:
    held = EvaluationSet((replace(QUESTION, question="给企业补贴多少万元呢"),), ())
    assert leaks(held, ["给企业补贴多少万元呢"]) == [
        "“给企业补贴多少万元呢”与已有的“给企业补贴多少万元呢”相似度 1.00"
    ]
    assert len(leaks(held, ["给院所的", "给企业补贴，多少万元？"])) == 1
    assert leaks(held, ["给企业的钱有多少"]) == []


def test_likeness_is_the_jaccard_similarity_of_bigrams_and_the_nearest_is_told() -> None:
    # 甲乙 乙丙 丙丁 against 甲乙 乙丙 丙戊: two shared of four.
    assert likenesses(["甲乙丙丁"], ["甲乙丙戊"], 0.5)[0].similarity == 0.5
    assert likenesses(["甲乙丙丁"], ["甲乙丙戊"], 0.51) == []
    assert likenesses(["甲乙丙丁"], ["甲乙丙戊", "甲乙丙丁戊"], 0.5)[0].known == "甲乙丙丁戊"
    assert LIMIT == 0.6


@pytest.mark.parametrize(
    ("broken", "said"),
    [
        (replace(QUESTION, gold=(Gold("甲", "补贴百万元"),)), "出现 0 次"),
        (replace(QUESTION, gold=(Gold("甲", "给院所奖励"),), answer_keys=("奖励",)), "出现 2 次"),
        (replace(QUESTION, gold=(Gold("丙", "补贴十万元"),)), "没有编号为 丙 的文件，有的是：乙、甲"),
        (replace(QUESTION, answer_keys=("百万元",)), "“百万元”不在答案条款里"),
        (replace(QUESTION, gold=(GOLD, Gold("甲", "二、给院所"))), "“十万元”不在每一处答案条款里"),
        (replace(QUESTION, answer_keys=()), "要有答案条款和关键词"),
        (replace(QUESTION, answerable=False), "类型与能否回答不一致"),
        (replace(QUESTION, need="all"), "只有一个要点"),
        (replace(QUESTION, need="all", gold=(replace(GOLD, part="a"),) * 2), "只有一个要点"),
        (replace(QUESTION, type="cross"), "两份文件"),
        (replace(QUESTION, conflict=True), "互相冲突"),
    ],
)
def test_a_fault_of_a_question_is_told_with_its_id(broken: Question, said: str) -> None:
    found = faults(EvaluationSet((broken,), ()), documents())
    assert any(said in fault and fault.startswith("q：") for fault in found)


def test_what_is_there_twice_and_a_clause_that_applies_and_does_not_are_faults() -> None:
    one = Profile("p", "我", "沈阳市", "企业", date(2019, 1, 1), (GOLD,), (), "easy", "tune")
    both = replace(one, seems=(Lure("甲", "补贴十万元", "region"), Lure("乙", "补贴十万元", "region")))
    assert faults(EvaluationSet((QUESTION,), (one,)), documents()) == []
    found = faults(EvaluationSet((QUESTION, QUESTION), (both,)), documents())
    assert found == ["“给多少？”：出现 2 次", "p：“补贴十万元”既算适用又算不适用"]


def test_golds_of_one_part_are_one_nugget_and_so_are_all_alternatives() -> None:
    golds = (replace(GOLD, part="a"), replace(GOLD, part="a"), GOLD)
    assert replace(QUESTION, gold=golds).nuggets == ("1", "1", "1")
    assert replace(QUESTION, gold=golds, need="all").nuggets == ("a", "a", "3")


def test_a_quote_is_found_at_its_place() -> None:
    assert spans([GOLD, LURE], documents()) == [("甲", 5, 10), ("甲", 11, 18)]


def write(folder: Path, row: dict[str, object]) -> Path:
    (folder / "questions").mkdir()
    (folder / "questions" / "a.jsonl").write_text("\n" + json.dumps(row) + "\n", encoding="utf-8")
    return folder


ROW: dict[str, object] = {
    "id": "q",
    "question": "给多少？",
    "type": "number",
    "persona": "official",
    "difficulty": "easy",
    "answerable": True,
    "gold": [{"document": "甲", "quote": "补贴十万元"}],
    "need": "any",
    "answer_keys": ["十万元"],
    "conflict": False,
    "split": "tune",
}


def test_a_set_without_profiles_is_read(tmp_path: Path) -> None:
    assert load_set(write(tmp_path, ROW)) == EvaluationSet((QUESTION,), ())


def test_the_digest_changes_with_any_word_of_the_set() -> None:
    one, other = EvaluationSet((QUESTION,), ()), EvaluationSet((replace(QUESTION, question="几？"),), ())
    assert one.digest == EvaluationSet((replace(QUESTION),), ()).digest != other.digest


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"type": "riddle"}, "第 2 行的 type 不能是 riddle"),
        ({"gold": [{"document": "甲"}]}, "第 2 行的 gold.0.quote 没有写"),
        ({"answerable": "yes"}, "第 2 行的 answerable 写得不对"),
        ({"anwser_keys": []}, "第 2 行的 anwser_keys 没有这个字段"),
        ({"gold": [{"document": "甲", "quote": "补贴", "parts": "x"}]}, "gold.0.parts 没有这个字段"),
    ],
)
def test_a_line_of_another_form_is_named(change: dict[str, object], said: str, tmp_path: Path) -> None:
    with pytest.raises(EvaluationError, match=said):
        load_set(write(tmp_path, ROW | change))


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"id": "a b"}, "“a b”是空的，或含有空白"),
        ({"id": ""}, "“”是空的"),
        ({"need": "all", "gold": [{"document": "甲", "quote": "补贴", "part": "x y"}]}, "“x y”"),
    ],
)
def test_an_id_or_part_that_is_no_word_is_named(change: dict[str, object], said: str, tmp_path: Path) -> None:
    with pytest.raises(EvaluationError, match=said):
        load_set(write(tmp_path, ROW | change))


def test_an_id_that_is_there_twice_is_named(tmp_path: Path) -> None:
    folder = write(tmp_path, ROW)
    (folder / "questions" / "b.jsonl").write_text(json.dumps(ROW), encoding="utf-8")
    with pytest.raises(EvaluationError, match="编号 q 用了 2 次"):
        load_set(folder)


def test_report_and_tune_may_not_ask_the_same() -> None:
    tune = replace(QUESTION, question="给企业补贴多少万元")
    same = replace(QUESTION, id="r", split="report", question="给企业补贴多少万元？")
    assert leaks(EvaluationSet((tune, same), ()), []) == [
        "“给企业补贴多少万元？”与tune 里的“给企业补贴多少万元”相似度 1.00"
    ]
    assert leaks(EvaluationSet((tune, replace(same, split="tune")), ()), []) == []


def test_every_bad_line_is_told_at_once(tmp_path: Path) -> None:
    folder = write(tmp_path, ROW)
    (folder / "questions" / "b.jsonl").write_text('{"id": "q"\n[]\n', encoding="utf-8")
    with pytest.raises(EvaluationError, match="第 1 行不是一个完整的 JSON 对象；第 2 行"):
        load_set(folder)


def test_a_question_that_cannot_be_asked_is_a_fault() -> None:
    assert "问题是空的" in faults(EvaluationSet((replace(QUESTION, question="？"),), ()), documents())[0]


def test_a_folder_without_questions_is_named(tmp_path: Path) -> None:
    with pytest.raises(EvaluationError, match="没有题目"):
        load_set(tmp_path)


def test_no_question_has_a_description_of_six_characters_that_training_reads() -> None:
    held = "\n".join(normalised(row.question) for row in SET.questions)
    phrases = [words for _, said in described() for words in said if len(words) >= 6]
    assert len(phrases) > 10_000
    assert [words for words in phrases if normalised(words) in held] == []
