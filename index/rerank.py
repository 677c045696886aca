"""Reads the first hits again together with the question, by a cross-encoder, and orders them anew."""

from collections.abc import Sequence
from dataclasses import replace
from threading import Lock
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from corpus.errors import ModelError
from index.checkpoint import Checkpoint, located
from index.families import reranker_family
from index.hit import Hit
from index.transformer import places

FIRST = 20
"""So many hits are read again, in one batch: what a question costs stays bounded."""
_PIECES = 256
_LONGEST = 1024
_ALIKE = 1e-4
_TRIAL = ("企业有哪些补贴？", "给予企业补贴。")

Scores = NDArray[np.float64]


class Reranker(Protocol):
    """Says how well texts answer a question."""

    name: str

    def score(self, question: str, texts: Sequence[str]) -> Scores:
        """One number per text, shape (len(texts),), on a scale of the model's own; higher is better."""
        ...


def rerank(question: str, hits: Sequence[Hit], reranker: Reranker, weight: float) -> list[Hit]:
    """The hits, best first, the first `FIRST` of them in a new order; what a question names stays ahead.

    The scores of the reranker, in standard deviations above the lowest, are added with a weight: so
    every hit read again stays ahead of those that were not.
    """
    first = hits[:FIRST]
    named = [hit for hit in first if hit.why.get("named")]
    others = [hit for hit in first if not hit.why.get("named")]
    if len(others) < 2 or not weight:
        return list(hits)
    scores = reranker.score(question, ["\n".join((*hit.clause.path, hit.clause.text)) for hit in others])
    spread = float(scores.std())
    gains = (scores - scores.min()) / spread if spread > _ALIKE else np.zeros(len(scores))
    moved = [_raised(hit, round(weight * gain, 4)) for hit, gain in zip(others, gains.tolist(), strict=True)]
    return [*named, *sorted(moved, key=lambda hit: -hit.score), *hits[FIRST:]]


def load_reranker(model: str, *, allow_download: bool = False) -> "CrossReranker":
    """Load a reranker from a folder, or by hub name from the hub's local cache.

    Raises:
        ModelError: it is not there, is no reranker, or cannot be loaded.
    """
    return CrossReranker(located(model, "CEYIN_RERANKER", allow_download=allow_download))


class CrossReranker:
    """A cross-encoder that sentence-transformers loads: one label, or a causal model's yes and no."""

    def __init__(self, found: Checkpoint) -> None:
        """Load the model and try it once.

        Raises:
            ModelError: it is no reranker, cannot be loaded, or scores nothing.
        """
        _check_kind(found)
        found.check()
        self.name = found.given
        self._lock = Lock()
        self._model = _loaded(found)
        try:
            self.score(_TRIAL[0], _TRIAL[1:])
        except ModelError:
            raise
        except Exception as error:
            raise found.refusal(
                f"它给不出一个问题和一段文字的分数（{type(error).__name__}）", "请换一个重排器，或设为 none。"
            ) from error

    def score(self, question: str, texts: Sequence[str]) -> Scores:
        """One number per text, higher is better; of each text its first 256 pieces are read."""
        # The tokenizer is set anew for cutting and for pairs, and may not be set while it is in use.
        with self._lock:
            pairs = [(question, text) for text in self._cut(texts)]
            found = self._model.predict(pairs, batch_size=max(1, len(pairs)), show_progress_bar=False)
        scores: Scores = np.asarray(found, dtype=np.float64).reshape(len(texts))
        if not np.isfinite(scores).all():
            raise ModelError(
                f"重排器 {self.name} 算出的分数里有无穷大或不是数的值，权重多半已损坏。"
                "请重新拷贝模型并核对校验和，或把 CEYIN_RERANKER 设为 none。"
            )
        return scores

    def _cut(self, texts: Sequence[str]) -> list[str]:
        if not texts:
            return []
        offsets = self._model.tokenizer(
            list(texts),
            add_special_tokens=False,
            truncation=True,
            max_length=_PIECES,
            return_offsets_mapping=True,
        )["offset_mapping"]
        return [text[: spans[-1][1] if spans else 0] for text, spans in zip(texts, offsets, strict=True)]


def _check_kind(found: Checkpoint) -> None:
    """Refuse models that are made for something else, which libraries would give a random last layer."""
    said = found.read("config_sentence_transformers.json").get("model_type")
    architecture = found.architecture
    known = said == "CrossEncoder" or reranker_family(found.names, str(found.config.get("model_type")))
    pooled = len(found.modules) > 1 and said != "CrossEncoder"
    if known or (architecture.endswith("ForSequenceClassification") and not pooled):
        return
    if architecture.endswith("ForCausalLM") and not pooled:
        raise found.refusal(
            f"这是写文字的因果语言模型（{architecture}），不是重排模型",
            "若是 Qwen3-Reranker，请让文件夹名里有 qwen3-reranker；否则请换一个，或设为 none。",
        )
    raise found.refusal(
        f"这是编码器（{architecture}），不是重排模型",
        "请把它写进 CEYIN_ENCODER，CEYIN_RERANKER 另写一个重排模型，或设为 none。",
    )


def _loaded(found: Checkpoint) -> Any:  # noqa: ANN401
    """The cross-encoder of a folder, its scores left as the model gives them."""
    from sentence_transformers import CrossEncoder
    from torch.nn import Identity
    from transformers.utils import logging

    logging.disable_progress_bar()
    logging.set_verbosity_error()
    family = reranker_family(found.names, str(found.config.get("model_type")))
    asked_by = {"chat_template": family.template} if family and not found.modules else None
    try:
        model = CrossEncoder(
            str(found.folder),
            device="cpu",
            local_files_only=True,
            activation_fn=Identity(),
            processor_kwargs=asked_by,
            model_kwargs={"dtype": "float32"},
        )
    except Exception as error:
        raise found.refusal(
            f"它读不出来（{type(error).__name__}），文件不全或已损坏",
            "请重新拷贝整个模型文件夹并核对校验和，或把 CEYIN_RERANKER 设为 none。",
        ) from error
    if model.num_labels != 1:
        raise found.refusal(
            f"它给每段文字 {model.num_labels} 个分数，重排要的是一个", "请换一个重排器，或设为 none。"
        )
    room = _LONGEST if model.transformers_model is None else min(_LONGEST, places(model.transformers_model))
    model.max_seq_length = min(model.max_seq_length or room, room)
    return model


def _raised(hit: Hit, gain: float) -> Hit:
    return replace(hit, score=round(hit.score + gain, 4), why={**hit.why, "rerank": gain}) if gain else hit
