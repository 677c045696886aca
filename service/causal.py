"""The local generator: any causal language model that transformers loads."""

import inspect
from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager, nullcontext
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from corpus.errors import ModelError
from index.checkpoint import located
from index.encoder import fingerprint_of
from index.transformer import is_small, one_thread, places
from service.generator import Choice, NoGenerator, Task, questions_in, unthought
from service.pieces import Pieces
from service.prompt import style_of
from service.weights import check_kind, loaded

if TYPE_CHECKING:
    from torch import Tensor

BUNDLED = Path(__file__).parent / "models" / "generator"
_LONGEST_PROMPT = 1024
_LONGEST_PATH = 128
_LONGEST_LINE = 48
"""Pieces that a question may take."""
_SCORED = 16
"""Passages that are read at once."""
_DRAWN_ALONE, _DRAWN_TOGETHER = 64, 4
"""Texts that are written at once: of one question each, of several."""


class CausalModel:
    """A causal language model that chooses, exactly, among texts, and writes questions.

    To choose, every text is a path of tokens after the prompt; the model's mean log-probability along
    each path, times `weight`, is added to its prior and the best path is written. No other token can be.
    """

    TEMPERATURE = 1.0
    MASS = 0.9

    def __init__(
        self, model: str, *, weight: float, dtype: str = "float32", allow_download: bool = False
    ) -> None:
        """Load a model and its tokenizer from a folder, or from the hub's local cache.

        `dtype` is float32, bfloat16 or int8.

        Raises:
            ModelError: they are not there, are no causal model's, or cannot be loaded.
        """
        found = located(model, "CEYIN_GENERATOR", allow_download=allow_download)
        from torch import get_num_threads

        check_kind(found)
        found.check()
        self.name = "bundled" if model == str(BUNDLED) else model
        self._folder = found.folder
        self._weight = weight
        self._model, tokenizer = loaded(found, dtype)
        self._pieces = Pieces(tokenizer)
        try:
            self._style = style_of(tokenizer)
        except Exception as error:
            raise found.refusal(
                f"它的对话模板用不了（{type(error).__name__}）", "请换一个对话模型，或去掉它的对话模板。"
            ) from error
        self._window = places(self._model)
        self._small, self._otherwise = is_small(self._model), get_num_threads()
        self._takes = inspect.signature(self._model.forward).parameters.keys()
        said = self._model.generation_config.eos_token_id
        ends = said if isinstance(said, list) else [said]
        stops = {*ends, tokenizer.eos_token_id, *self._pieces.numbers(self._style.stops)}
        self._stops = sorted(stop for stop in stops if stop is not None)

    @cached_property
    def fingerprint(self) -> str:
        """The name, and what tells the weights from others of that name."""
        return f"{self.name} {fingerprint_of(self._folder)[:8]}"

    def generate(self, task: Task, choices: Sequence[Choice]) -> int:
        """The number of the choice whose prior and weighted mean log-probability sum highest."""
        if len(choices) == 1 or not self._weight:
            return NoGenerator().generate(task, choices)
        means = self._means(task, [choice.text for choice in choices])
        sums = [choice.prior + self._weight * mean for choice, mean in zip(choices, means, strict=True)]
        return max(range(len(sums)), key=sums.__getitem__)

    def ask(self, passages: Sequence[str], count: int, seed: int) -> list[list[str]]:
        """Up to `count` questions of each passage, see `Asker`."""
        from service.sampling import Draw

        if count < 1:
            return [[] for _ in passages]
        each = 1 if self._style.several else count
        most = min(_LONGEST_LINE * (count if self._style.several else 1), self._window // 2)
        room = min(_LONGEST_PROMPT, self._window - most)
        prompts = [self._pieces.prompt(self._style.ask(passage, count), room) for passage in passages]
        draw = Draw(seed, self.TEMPERATURE, self.MASS, sorted(self._pieces.special - set(self._stops)))
        together = max(1, (_DRAWN_TOGETHER if self._style.several else _DRAWN_ALONE) // each)
        rows: list[list[int]] = []
        for start in range(0, len(prompts), together):
            rows += self._drawn(prompts[start : start + together], each, most, draw)
        return [
            questions_in(self._lines(rows[each * place : each * (place + 1)]), count)
            for place in range(len(prompts))
        ]

    def likelihoods(self, question: str, passages: Sequence[str]) -> list[float]:
        """The mean log-probability of a question's pieces, asked about each of the passages."""
        told = self._pieces.plain(question)[:_LONGEST_PATH]
        if not told:
            return [0.0] * len(passages)
        room = max(1, min(_LONGEST_PROMPT, self._window - len(told)))
        rows = [self._pieces.prompt(self._style.ask(passage, 1), room) + told for passage in passages]
        return [
            mean
            for start in range(0, len(rows), _SCORED)
            for mean in self._ending(rows[start : start + _SCORED], len(told))
        ]

    def _means(self, task: Task, texts: Sequence[str]) -> list[float]:
        """Mean log-probability of the first tokens of each text after the prompt, which is read once."""
        import torch

        paths = [self._pieces.plain(text)[: min(_LONGEST_PATH, self._window // 2)] for text in texts]
        longest = max(1, *map(len, paths))
        room = max(1, min(_LONGEST_PROMPT, self._window - longest))
        ids = torch.tensor([self._pieces.prompt(self._style.answer(task), room)])
        padded = torch.tensor([path + [0] * (longest - len(path)) for path in paths])
        with torch.inference_mode(), self._threads():
            read = self._model(input_ids=ids, use_cache=True, **self._last(1))
            cache = read.past_key_values
            cache.batch_repeat_interleave(len(paths))
            written = self._model(input_ids=padded, past_key_values=cache, use_cache=True).logits
            first = read.logits[:, -1:].expand(len(paths), -1, -1)
            taken = self._taken(torch.cat([first, written[:, :-1]], dim=1), padded)
        return [float(taken[row, : len(path)].mean()) if path else 0.0 for row, path in enumerate(paths)]

    def _ending(self, rows: Sequence[list[int]], length: int) -> list[float]:
        """Mean log-probability of the last so many pieces of each row."""
        import torch

        ids, read = self._padded(rows)
        with torch.inference_mode(), self._threads():
            logits = self._model(input_ids=ids, use_cache=False, **read, **self._last(length + 1)).logits
            means: list[float] = self._taken(logits[:, -length - 1 : -1], ids[:, -length:]).mean(1).tolist()
        return means

    def _drawn(self, prompts: Sequence[list[int]], each: int, most: int, draw: Any) -> list[list[int]]:  # noqa: ANN401
        """Texts after the prompts, `each` to a prompt; the prompts are read once."""
        import torch
        from transformers import GenerationConfig

        ids, read = self._padded(prompts)
        wanted = GenerationConfig(
            max_new_tokens=most,
            do_sample=False,
            eos_token_id=self._stops or None,
            pad_token_id=self._pieces.padding,
        )
        with torch.inference_mode(), self._threads():
            before = {name: held[:, :-1] for name, held in read.items()}
            cache = self._model(
                input_ids=ids[:, :-1], use_cache=True, **before, **self._last(1)
            ).past_key_values
            cache.batch_repeat_interleave(each)
            written = self._model.generate(
                input_ids=ids.repeat_interleave(each, 0),
                attention_mask=read["attention_mask"].repeat_interleave(each, 0),
                past_key_values=cache,
                generation_config=wanted,
                logits_processor=[draw],
            )
        rows: list[list[int]] = written[:, ids.shape[1] :].tolist()
        return rows

    def _lines(self, rows: Sequence[list[int]]) -> Iterator[str]:
        """What the rows say, line by line; a line that was not brought to its end is left out."""
        for row in rows:
            end = next((place for place, piece in enumerate(row) if piece in self._stops), None)
            lines = unthought(self._pieces.text(row[:end])).split("\n")
            yield from lines if end is not None else lines[:-1]

    def _padded(self, rows: Sequence[list[int]]) -> "tuple[Tensor, dict[str, Tensor]]":
        """Rows padded on the left to two pieces at least, and what tells the model so."""
        import torch

        longest = max(2, *map(len, rows))
        short = [longest - len(row) for row in rows]
        ids = torch.tensor([[self._pieces.padding] * pad + row for pad, row in zip(short, rows, strict=True)])
        held = torch.tensor([[0] * pad + [1] * (longest - pad) for pad in short])
        read = {"attention_mask": held, "position_ids": (held.cumsum(1) - 1).clamp_min(0)}
        return ids, {name: told for name, told in read.items() if name in self._takes}

    def _threads(self) -> AbstractContextManager[None]:
        """As many threads as do a model of this size good."""
        return one_thread(self._otherwise) if self._small else nullcontext()

    def _last(self, count: int) -> dict[str, int]:
        """Spares a model that can be spared it the scores of all but the last places."""
        return {"logits_to_keep": count} if "logits_to_keep" in self._takes else {}

    def _taken(self, logits: "Tensor", pieces: "Tensor") -> "Tensor":
        """The log-probability of each piece, shape (rows, places); raises ModelError where there is none."""
        taken = logits.float().log_softmax(-1).gather(2, pieces.unsqueeze(2)).squeeze(2)
        if not taken.isfinite().all():
            raise ModelError(
                f"生成器 {self.name} 算出了不是数的值，权重多半已损坏。"
                "请重新拷贝模型并核对校验和，或把 CEYIN_GENERATOR 设为 none。"
            )
        return taken
