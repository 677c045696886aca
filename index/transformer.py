"""A transformer whose rows are pooled into one vector, loaded without sentence-transformers.

That library reads the same folders and gives the same vectors; doing the little there is to do here
spares more than a second at each start and a millisecond or two at each question.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager, nullcontext
from typing import Any

import numpy as np

from index.checkpoint import Checkpoint
from index.recipe import Recipe
from index.vectors import Vectors, unit

_BATCH = 16
_SMALL = 50_000_000
"""A model of fewer weights, not counting its table of pieces, is better off on one thread."""


class TransformerEncoder:
    """An encoder by its checkpoint and recipe; who loads it says what its fingerprint is."""

    def __init__(self, found: Checkpoint, recipe: Recipe, fingerprint: str) -> None:
        """Load weights and tokenizer.

        Raises:
            ModelError: they cannot be loaded, are not all there, or do not fit each other.
        """
        import torch

        self._recipe = recipe
        self._threads = torch.get_num_threads()
        self._model, self._tokenizer = _loaded(found, recipe)
        self._end = self._tokenizer.convert_tokens_to_ids(recipe.end) if recipe.end else None
        self._longest = min(recipe.longest, self._tokenizer.model_max_length, places(self._model))
        self._small = is_small(self._model)
        self.name = found.given
        self.fingerprint = fingerprint
        self.dimension = int(self._model.config.hidden_size)

    def encode(self, texts: Sequence[str]) -> Vectors:
        """Encode texts as float32 rows of unit length, shape (len(texts), dimension)."""
        return self._rows(self._recipe.passage, texts)

    def encode_queries(self, texts: Sequence[str]) -> Vectors:
        """Encode questions likewise, with the instruction that the model wants before them."""
        return self._rows(self._recipe.query, texts)

    def _rows(self, instruction: str, texts: Sequence[str]) -> Vectors:
        rows = np.zeros((len(texts), self.dimension), dtype=np.float32)
        told = [instruction + text for text in texts]
        pieces = self._pieces([text.lower() for text in told] if self._recipe.lower else told)
        # Texts of like length side by side need little padding.
        order = sorted(
            (place for place in range(len(texts)) if pieces[place]), key=lambda place: len(pieces[place])
        )
        for start in range(0, len(order), _BATCH):
            batch = order[start : start + _BATCH]
            rows[batch] = self._pooled([pieces[place] for place in batch])
        return unit(rows, self.name)

    def _pieces(self, texts: list[str]) -> list[list[int]]:
        if not texts:
            return []
        found: list[list[int]] = self._tokenizer(texts, truncation=True, max_length=self._longest)[
            "input_ids"
        ]
        if self._end is None:
            return found
        return [ids if ids[-1:] == [self._end] else [*ids[: self._longest - 1], self._end] for ids in found]

    def _pooled(self, batch: list[list[int]]) -> Vectors:
        """The vectors of some texts by their pieces, shortest first."""
        import torch

        longest = len(batch[-1])
        # Padding comes behind: a causal model does not look there, the others are told not to.
        ids = torch.tensor([row + [0] * (longest - len(row)) for row in batch])
        held = torch.tensor([[1] * len(row) + [0] * (longest - len(row)) for row in batch])
        alone = len(batch) == 1 and self._small
        with torch.inference_mode(), one_thread(self._threads) if alone else nullcontext():
            rows = self._model(input_ids=ids, attention_mask=held).last_hidden_state
            if self._recipe.pooling == "cls":
                pooled = rows[:, 0]
            elif self._recipe.pooling == "lasttoken":
                pooled = rows[torch.arange(len(batch)), held.sum(1) - 1]
            else:
                pooled = (rows * held.unsqueeze(2)).sum(1) / held.sum(1, keepdim=True)
        vectors: Vectors = pooled.numpy()
        return vectors


@contextmanager
def one_thread(otherwise: int) -> Iterator[None]:
    """Let torch use one thread meanwhile, and otherwise so many.

    Beside other work, threads wait for each other: with both cores busy, a question to a model of four
    layers took 20 ms on one thread, 370 on two.
    """
    import torch

    torch.set_num_threads(1)
    try:
        yield
    finally:
        torch.set_num_threads(otherwise)


def _loaded(found: Checkpoint, recipe: Recipe) -> tuple[Any, Any]:
    """A model with the weights of its folder, all of them, and the tokenizer that goes with it."""
    import torch
    from transformers import AutoModel, AutoTokenizer
    from transformers.utils import logging

    logging.disable_progress_bar()
    logging.set_verbosity_error()
    again = "请重新拷贝整个模型文件夹并核对校验和，或检查 CEYIN_ENCODER。"
    try:
        tokenizer = AutoTokenizer.from_pretrained(recipe.part, local_files_only=True)
        model, report = AutoModel.from_pretrained(
            recipe.part, dtype=torch.float32, local_files_only=True, output_loading_info=True
        )
    except Exception as error:
        raise found.refusal(
            f"权重或分词器读不出来（{type(error).__name__}），文件不全或已损坏", again
        ) from error
    # Of what a checkpoint lacks the library makes up random numbers; only the pooler is not used here.
    missing = sorted(name for name in report["missing_keys"] if not name.startswith("pooler."))
    if missing:
        raise found.refusal(f"权重缺 {len(missing)} 项，如 {missing[0]}", again)
    if len(tokenizer) > model.get_input_embeddings().num_embeddings:
        raise found.refusal("分词器的词比权重多，两者不是一套", again)
    if hasattr(model.config, "use_cache"):
        model.config.use_cache = False
    return model.eval(), tokenizer


def is_small(model: Any) -> bool:  # noqa: ANN401
    """Whether a model has so few weights that one thread reads a text best."""
    table = model.get_input_embeddings().weight.numel()
    held = sum(weight.numel() for weight in (*model.parameters(), *model.buffers()))
    return bool(held - table < _SMALL)


def places(model: Any) -> int:  # noqa: ANN401
    """How many pieces a model has places for; RoBERTa's begin behind the number of the padding."""
    places = getattr(model.config, "max_position_embeddings", None)
    embeddings = getattr(model.base_model, "embeddings", None)
    table = getattr(embeddings, "position_embeddings", None)
    padding = getattr(table, "padding_idx", None)
    return int(places) - (0 if padding is None else padding + 1) if places else 2**31
