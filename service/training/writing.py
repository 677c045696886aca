"""Writing from a source: questions and answers, retellings and headlines of a text."""

import random
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from transformers import Qwen3ForCausalLM

from index.training.packing import PairSet
from index.training.sources import TrainingDataError
from index.training.stepping import Step, faded, precision, rounds
from service.training.network import Example, laid_out, loss_of
from service.training.optimizer import Together
from service.training.recipe import Writing

# Examples of like length are put into one batch, chosen among so many.
_NEAR = 2048
# So many pieces, marks and ends not counted, make an example, or more where one text alone has more; what
# is left over is another example of the same source.
_LONGEST = 320

Rows = tuple[int, ...]
"""Pairs of one source."""


@dataclass(frozen=True, slots=True)
class Chosen:
    """A batch: which set, and the pairs of each example."""

    name: str
    examples: Sequence[Rows]


def example_of(pairs: PairSet, rows: Rows) -> Example:
    """The pairs of one source as an example."""
    return Example(pairs.right[rows[0]], [pairs.left[row] for row in rows])


def batches(sets: Mapping[str, PairSet], recipe: Writing, seed: int) -> list[Chosen]:
    """The batches of a stage in order, each of one set only; the same for the same seed.

    Raises:
        TrainingDataError: a set that the recipe names is not there.
    """
    chance = random.Random(seed)
    if missing := recipe.passes.keys() - sets.keys():
        raise TrainingDataError(
            f"训练包里没有配方要的配对集 {'、'.join(sorted(missing))}，请重新生成训练包。"
        )
    found = []
    for name, passes in recipe.passes.items():
        sources = _sources(sets[name])
        order = rounds(range(len(sources)), passes, chance)
        mixed = [chance.sample(sources[place], len(sources[place])) for place in order]
        parts = [part for rows in mixed for part in _parted(sets[name], rows)]
        found += [Chosen(name, batch) for batch in _alike(sets[name], parts, recipe.pieces)]
    chance.shuffle(found)
    return found


def _sources(pairs: PairSet) -> list[list[int]]:
    """The pairs of each source that has pieces on both sides."""
    found: dict[int, list[int]] = defaultdict(list)
    for row, group in enumerate(pairs.groups.tolist()):
        # A mark alone says nothing.
        if len(pairs.left[row]) > 1 and len(pairs.right[row]):
            found[group].append(row)
    return list(found.values())


def _parted(pairs: PairSet, rows: Sequence[int]) -> Iterator[Rows]:
    """The pairs of a source, cut so that no example is too long."""
    room = _LONGEST - len(pairs.right[rows[0]])
    part: list[int] = []
    for row in rows:
        taken = sum(len(pairs.left[other]) for other in part)
        if part and taken + len(pairs.left[row]) > room:
            yield tuple(part)
            part = []
        part.append(row)
    yield tuple(part)


def _alike(pairs: PairSet, parts: Sequence[Rows], pieces: int) -> Iterator[Sequence[Rows]]:
    """Examples cut into batches of like length, at most `pieces` to a batch, padding counted."""
    for start in range(0, len(parts), _NEAR):
        near = sorted(parts[start : start + _NEAR], key=lambda rows: len(example_of(pairs, rows)))
        batch: list[Rows] = []
        for rows in near:
            if batch and (len(batch) + 1) * len(example_of(pairs, rows)) > pieces:
                yield batch
                batch = []
            batch.append(rows)
        yield batch


class WritingStage:
    """One stage of writing; step `n` is always the same."""

    def __init__(
        self, network: Qwen3ForCausalLM, sets: Mapping[str, PairSet], recipe: Writing, mark: int, seed: int
    ) -> None:
        """Choose the batches of all steps; `mark` opens a source."""
        self.network = network
        self.optimizer = Together(network, recipe.rate)
        self._sets = sets
        self._mark = mark
        self._batches = batches(sets, recipe, seed)

    def __len__(self) -> int:
        """How many steps."""
        return len(self._batches)

    def step(self, number: int) -> Step:
        """Do one step."""
        chosen = self._batches[number]
        pairs = self._sets[chosen.name]
        device = self.network.device
        layout = laid_out([example_of(pairs, rows) for rows in chosen.examples], self._mark, device)
        with precision(device):
            loss = loss_of(self.network, layout)
        self.optimizer.step(loss, faded(number, len(self)))
        return Step(chosen.name, loss.item())
