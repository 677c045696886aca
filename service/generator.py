"""The local language model that composes: it may only write one of the texts it is offered."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from corpus.errors import ModelError
from index.hub import stay_offline

BUNDLED = Path(__file__).parent / "models" / "generator"
_LONGEST_PROMPT = 700
_LONGEST_PATH = 128


@dataclass(frozen=True, slots=True)
class Choice:
    """A text that may be written next, and how likely it is before the model has its say.

    `prior` is a log-probability up to a constant: only differences between choices count.
    """

    text: str
    prior: float


class Generator(Protocol):
    """Writes the continuation of a prompt, constrained to a closed list of texts."""

    name: str

    def generate(self, prompt: str, choices: Sequence[Choice]) -> int:
        """The number of the choice written; there is at least one."""
        ...


class NoGenerator:
    """Writes the likeliest choice by prior alone."""

    name = "none"

    def generate(self, prompt: str, choices: Sequence[Choice]) -> int:
        """The number of the choice with the highest prior, the first among equals."""
        return max(range(len(choices)), key=lambda place: choices[place].prior)


class CausalGenerator:
    """Any causal language model that transformers loads, decoding exactly within the choices.

    Every choice is a path of tokens after the prompt; the model's mean log-probability along each
    path, times `weight`, is added to its prior and the best path is written. No other token can be.
    """

    def __init__(self, model: str, *, weight: float, allow_download: bool) -> None:
        """Load a model and its tokenizer from a folder, or from the hub's local cache.

        Raises:
            ModelError: they are not there, or cannot be loaded.
        """
        stay_offline(allow_download=allow_download)
        import torch
        from transformers import AutoModelForCausalLM, AutoTokenizer
        from transformers.utils import logging

        logging.disable_progress_bar()
        try:
            self._tokenizer = AutoTokenizer.from_pretrained(model, local_files_only=not allow_download)
            loaded = AutoModelForCausalLM.from_pretrained(
                model, dtype=torch.float32, local_files_only=not allow_download
            )
        except Exception as error:
            raise ModelError(
                f"生成器 {model} 加载不了：本机没有这个文件夹或已下载的模型，或者文件不全。"
                "请检查 CEYIN_GENERATOR，或设为 none。"
            ) from error
        self._model = loaded.eval()
        self._window = int(loaded.config.max_position_embeddings)
        self._weight = weight
        self.name = "bundled" if model == str(BUNDLED) else model

    def generate(self, prompt: str, choices: Sequence[Choice]) -> int:
        """The number of the choice whose prior and weighted mean log-probability sum highest."""
        if len(choices) == 1 or not self._weight:
            return NoGenerator().generate(prompt, choices)
        means = self._means(prompt, [choice.text for choice in choices])
        sums = [choice.prior + self._weight * mean for choice, mean in zip(choices, means, strict=True)]
        return max(range(len(sums)), key=sums.__getitem__)

    def _means(self, prompt: str, texts: Sequence[str]) -> list[float]:
        """Mean log-probability of the first tokens of each text after the prompt, which is read once."""
        import torch

        encoded = self._tokenizer(list(texts), add_special_tokens=False)["input_ids"]
        paths = [path[:_LONGEST_PATH] for path in encoded]
        longest = max(map(len, paths))
        room = max(1, min(_LONGEST_PROMPT, self._window - longest))
        ids = self._tokenizer(prompt, return_tensors="pt")["input_ids"][:, -room:]
        padded = torch.tensor([path + [0] * (longest - len(path)) for path in paths])
        with torch.inference_mode():
            read = self._model(input_ids=ids, use_cache=True)
            cache = read.past_key_values
            cache.batch_repeat_interleave(len(paths))
            written = self._model(input_ids=padded, past_key_values=cache, use_cache=True).logits
            first = read.logits[:, -1:].expand(len(paths), -1, -1)
            logits = torch.cat([first, written[:, :-1]], dim=1).log_softmax(-1)
            taken = logits.gather(2, padded.unsqueeze(2)).squeeze(2)
        return [float(taken[row, : len(path)].mean()) if path else 0.0 for row, path in enumerate(paths)]
