"""Train the bundled encoder: mean-pooled token vectors, contrastive, saved for sentence-transformers."""

import random
from collections.abc import Callable
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

import torch
from sentence_transformers import SentenceTransformer
from sentence_transformers.sentence_transformer.modules import StaticEmbedding
from tokenizers import Tokenizer
from torch.nn import functional

from index.training import sources

Pair = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Recipe:
    """What a run does, at this seed."""

    dimension: int = 256
    epochs: int = 8
    batch: int = 1024
    seed: int = 1


def pairs(folder: Path, asked_weight: int = 6) -> list[Pair]:
    """(query, positive) pairs: colloquial questions repeated, then weak pairs, then sentence–context."""
    colloquial = [
        (row["question"], positive)
        for row in sources.question_pairs(folder)
        for positive in (row["quote"], row["passage"])
    ]
    weak = [(query, positive[:300]) for query, positive in sources.weak_pairs(folder)]
    return colloquial * asked_weight + weak + list(islice(_contexts(folder), 120_000))


def _contexts(folder: Path) -> list[Pair]:
    """Sentences paired with the sentence after them."""
    found: list[Pair] = []
    for text in sources.texts(folder, 2_500_000):
        sentences = [sentence for sentence in text.replace("\n", "。").split("。") if len(sentence) > 12]
        found += zip(sentences[::2], sentences[1::2], strict=False)
    random.Random(7).shuffle(found)
    return found


class Trainer:
    """One contrastive run over pairs of token-id bags; in-batch negatives, symmetric loss."""

    def __init__(self, tokenizer: Tokenizer, recipe: Recipe) -> None:
        """Start from small random vectors, drawn by the recipe's seed."""
        torch.manual_seed(recipe.seed)
        self._tokenizer = tokenizer
        self._recipe = recipe
        self._order = random.Random(recipe.seed)
        self.bag = torch.nn.EmbeddingBag(tokenizer.get_vocab_size(), recipe.dimension, mode="mean")
        torch.nn.init.normal_(self.bag.weight, std=0.1)

    def run(self, found: list[Pair], report: Callable[[str], None]) -> None:
        """Train on the pairs; `report` gets a line per epoch with the mean loss."""
        epochs, batch = self._recipe.epochs, self._recipe.batch
        left = [entry.ids for entry in self._tokenizer.encode_batch([query for query, _ in found])]
        right = [entry.ids for entry in self._tokenizer.encode_batch([positive for _, positive in found])]
        optimizer = torch.optim.Adam(self.bag.parameters(), lr=5e-3)
        steps = epochs * (len(found) // batch)
        schedule = torch.optim.lr_scheduler.LinearLR(optimizer, 1.0, 0.02, total_iters=steps)
        rows = [row for row in range(len(found)) if left[row] and right[row]]
        for epoch in range(epochs):
            self._order.shuffle(rows)
            total = 0.0
            for start in range(0, len(rows) - batch + 1, batch):
                chosen = rows[start : start + batch]
                loss = self._loss([left[row] for row in chosen], [right[row] for row in chosen])
                optimizer.zero_grad()
                loss.backward()  # type: ignore[no-untyped-call]
                optimizer.step()
                schedule.step()
                total += loss.item()
            report(f"epoch {epoch + 1}/{epochs} loss {total / (len(rows) // batch):.3f}")

    def _loss(self, left: list[list[int]], right: list[list[int]]) -> torch.Tensor:
        scores = self._vectors(left) @ self._vectors(right).T / 0.05
        labels = torch.arange(len(left))
        forth = functional.cross_entropy(scores, labels)
        return (forth + functional.cross_entropy(scores.T, labels)) / 2

    def _vectors(self, bags: list[list[int]]) -> torch.Tensor:
        offsets = torch.tensor([0, *map(len, bags[:-1])]).cumsum(0)
        flat = torch.tensor([token for bag in bags for token in bag])
        vectors: torch.Tensor = functional.normalize(self.bag(flat, offsets), dim=1)
        return vectors


def train(
    folder: Path, tokenizer: Tokenizer, out: Path, recipe: Recipe, report: Callable[[str], None]
) -> None:
    """Train on the data under `folder`; save a half-precision sentence-transformers model to `out`."""
    trainer = Trainer(tokenizer, recipe)
    trainer.run(pairs(folder), report)
    static = StaticEmbedding(tokenizer, embedding_weights=trainer.bag.weight.detach())
    SentenceTransformer(modules=[static]).half().save(str(out), create_model_card=False)
