"""What is wrong with an evaluation set: quotes that are not there, keys that no gold says, leaks."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from itertools import chain
from pathlib import Path

from corpus.document import Document
from corpus.errors import EvaluationError, QuestionError
from eval.likeness import likenesses
from eval.questions import EvaluationSet, Gold, Lure, Profile, Question, spans
from index.lexicon import Lexicon
from index.training.sources import PAIRS, described, question_pairs, rows, weak_pairs, written
from service import wire
from service.question import understood

# A shorter term of the lexicon is a word that anyone may ask with, no question that was learnt.
_PHRASE = 6


def faults(held: EvaluationSet, documents: Mapping[str, Document]) -> list[str]:
    """Every fault of a set, in Chinese, with the id it belongs to; no faults, empty list."""
    return [
        *(f"“{text}”：出现 {count} 次" for text, count in Counter(_texts(held)).items() if count > 1),
        *(f"{row.id}：{fault}" for row in held.questions for fault in _of_question(row, documents)),
        *(
            f"{row.id}：{fault}"
            for row in (*held.profiles, *held.elsewhere)
            for fault in _of_profile(row, documents)
        ),
    ]


def leaks(held: EvaluationSet, known: Iterable[str]) -> list[str]:
    """What is too like something known, and what of `report` is too like something of `tune`."""
    return [
        f"“{found.text}”与{where}“{found.known}”相似度 {found.similarity:.2f}"
        for where, likes in (
            ("已有的", likenesses(_texts(held), known)),
            ("tune 里的", likenesses(_texts(held.of("report")), _texts(held.of("tune")))),
        )
        for found in likes
    ]


def learnt(asked: Path, data: Path | None) -> Iterator[str]:
    """Every question that is stored with a clause, and all that training reads in place of one.

    Question pairs, retellings, descriptions of terms and the lexicon lie in the project; `data` is the
    folder of the other training data, whose pairs are read where it is given.

    Raises:
        TrainingDataError: a file is not there.
    """
    yield from (row["question"] for path in (asked, PAIRS) for row in rows(path))
    yield from (row.question for row in written())
    yield from (words for _, said in described() for words in said)
    lexicon = Lexicon.load(wire.LEXICON)
    yield from (row.colloquial for row in lexicon.rows if len(row.colloquial) >= _PHRASE)
    if data is not None:
        yield from (row["question"] for row in question_pairs(data))
        yield from chain.from_iterable(weak_pairs(data))


def _texts(held: EvaluationSet) -> list[str]:
    return [row.question for row in held.questions] + [
        row.description for row in (*held.profiles, *held.elsewhere)
    ]


def _of_question(question: Question, documents: Mapping[str, Document]) -> Iterator[str]:
    yield from _unasked(question.question)
    yield from _missing(question.gold, documents)
    if question.answerable != (question.type != "unanswerable"):
        yield "类型与能否回答不一致"
    if not bool(question.gold) == bool(question.answer_keys) == question.answerable:
        yield "能回答的题要有答案条款和关键词，不能回答的题不能有"
    quotes = [gold.quote for gold in question.gold]
    yield from (
        f"关键词“{key}”不在答案条款里" for key in question.answer_keys if key not in "\n".join(quotes)
    )
    if question.need == "any":
        yield from (
            f"关键词“{key}”不在每一处答案条款里"
            for key in question.answer_keys
            if any(key not in quote for quote in quotes)
        )
    if question.need == "all" and len(set(question.nuggets)) < 2:
        yield "need 是 all，却只有一个要点（part 相同的算一个）"
    if question.conflict and question.need != "all":
        yield "有冲突的题要把互相冲突的条款都算作答案"
    if question.type == "cross" and len({gold.document for gold in question.gold}) < 2:
        yield "跨文件的题要有两份文件的答案条款"


def _of_profile(profile: Profile, documents: Mapping[str, Document]) -> Iterator[str]:
    yield from _unasked(profile.description)
    yield from _missing((*profile.applies, *profile.seems), documents)
    if not profile.applies and not profile.seems:
        yield "没有写任何条款"
    applies = {(gold.document, gold.quote) for gold in profile.applies}
    both = {(lure.document, lure.quote) for lure in profile.seems} & applies
    yield from (f"“{quote}”既算适用又算不适用" for _, quote in sorted(both))


def _unasked(text: str) -> Iterator[str]:
    try:
        understood(text)
    except QuestionError as error:
        yield str(error)


def _missing(golds: Iterable[Gold | Lure], documents: Mapping[str, Document]) -> Iterator[str]:
    for gold in golds:
        try:
            spans([gold], documents)
        except EvaluationError as error:
            yield str(error)
