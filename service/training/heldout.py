"""Judges a generator on questions about documents whose questions it never saw."""

import random
import re
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Protocol

from index.terms import grams
from index.training import sources
from index.training.sources import Asked, TrainingDataError
from service.causal import CausalModel
from service.generator import Asker, Choice, Generator, Task

_QUESTIONS = 400
_PASSAGES = 64
_OTHERS = 9
_EACH = 6
_SENTENCE = re.compile(r"[^。；！？\n]+[。；！？]?")
_SHORTEST = 6


class Judged(Generator, Asker, Protocol):
    """A generator that chooses and asks, and says how likely it thinks a question."""

    def likelihoods(self, question: str, passages: Sequence[str]) -> list[float]:
        """How likely a question is of each passage, as a mean log-probability."""
        ...


def judged(folder: Path, model: Path) -> dict[str, float]:
    """What a model makes of the held-out questions under `folder`; see `measured`."""
    rows = [row for row in sources.asked(folder) if row.held_out and row.quote != row.passage]
    chosen = random.Random(1).sample(rows, min(_QUESTIONS, len(rows)))
    return measured(CausalModel(str(model), weight=1.0), chosen)


def measured(generator: Judged, rows: Sequence[Asked]) -> dict[str, float]:
    """What a generator makes of some questions.

    `origin`: the share of questions that it thinks likelier of their own passage than of nine others.
    `answers`, of so many questions: the share to which it picks the sentence that answers, out of those
    of the passage; `overlap` is the share by shared grams, `chance` by lot. `own grams`: the share of the
    grams of its own questions that their passage does not hold. `questions per second`: how fast it
    writes them.

    Raises:
        TrainingDataError: the questions are about too few passages.
    """
    if (count := len({row.passage for row in rows})) <= _OTHERS:
        raise TrainingDataError(f"留出的问题只问了 {count} 段，不够评测。请用 --data 指明训练数据。")
    return {**_origin(generator, rows), **_answers(generator, rows), **_written(generator, rows)}


def _origin(generator: Judged, rows: Sequence[Asked]) -> dict[str, float]:
    chance = random.Random(2)
    passages = sorted({row.passage for row in rows})
    right = 0
    for row in rows:
        others = chance.sample([passage for passage in passages if passage != row.passage], _OTHERS)
        scores = generator.likelihoods(row.question, [row.passage, *others])
        right += scores[0] > max(scores[1:])
    return {"questions": len(rows), "origin": right / len(rows)}


def _answers(generator: Judged, rows: Sequence[Asked]) -> dict[str, float]:
    tried, right, overlap, chance = 0, 0, 0, 0.0
    for row in rows:
        sentences = [
            match.group() for match in _SENTENCE.finditer(row.passage) if len(match.group()) > _SHORTEST
        ]
        fitting = {place for place, sentence in enumerate(sentences) if row.quote in sentence}
        if not fitting or len(sentences) < 2:
            continue
        tried += 1
        choices = [Choice(sentence, 0.0) for sentence in sentences]
        right += generator.generate(Task(row.question, row.passage), choices) in fitting
        asked = set(grams(row.question))
        shared = [len(asked & set(grams(sentence))) for sentence in sentences]
        overlap += shared.index(max(shared)) in fitting
        chance += len(fitting) / len(sentences)
    count = max(1, tried)
    return {"asked": tried, "answers": right / count, "overlap": overlap / count, "chance": chance / count}


def _written(generator: Judged, rows: Sequence[Asked]) -> dict[str, float]:
    passages = list(dict.fromkeys(row.passage for row in rows))[:_PASSAGES]
    begun = time.perf_counter()
    written = generator.ask(passages, _EACH, 1)
    took = time.perf_counter() - begun
    found = [
        (set(grams(question)), passage)
        for passage, held in zip(passages, written, strict=True)
        for question in held
    ]
    own = [len(asked - set(grams(passage))) / max(1, len(asked)) for asked, passage in found]
    return {"own grams": sum(own) / max(1, len(own)), "questions per second": len(own) / took}
