"""Train the bundled generator: a small Llama that reads a question and evidence and copies the answer."""

import json
import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import torch
from tokenizers import Tokenizer, processors
from torch.nn import functional
from transformers import LlamaConfig, LlamaForCausalLM, PreTrainedTokenizerFast

from index.training import sources
from service.prompt import prompt_of

IGNORED = -100
_BATCH_TOKENS = 8192
_WINDOW = 256
_LONGEST = 448


@dataclass(frozen=True, slots=True)
class Recipe:
    """What a run does: steps of language modelling, then steps of answering, at this seed."""

    text_steps: int = 900
    answer_steps: int = 600
    seed: int = 1
    rate: float = 2e-3


def fast_tokenizer(tokenizer: Tokenizer) -> PreTrainedTokenizerFast:
    """The shared tokenizer in the form transformers loads, `<s>` put before every text."""
    tokenizer.post_processor = processors.TemplateProcessing(
        single="<s> $A", special_tokens=[("<s>", tokenizer.token_to_id("<s>"))]
    )
    return PreTrainedTokenizerFast(
        tokenizer_object=tokenizer, bos_token="<s>", eos_token="</s>", unk_token="<unk>", pad_token="<pad>"
    )


def new_model(vocabulary: int) -> LlamaForCausalLM:
    """A Llama of about 3.8 M parameters, input and output vectors shared."""
    config = LlamaConfig(
        vocab_size=vocabulary,
        hidden_size=160,
        intermediate_size=432,
        num_hidden_layers=4,
        num_attention_heads=5,
        num_key_value_heads=5,
        max_position_embeddings=1024,
        tie_word_embeddings=True,
        bos_token_id=2,
        eos_token_id=3,
        pad_token_id=0,
    )
    return LlamaForCausalLM(config)


def examples(folder: Path) -> list[tuple[str, str, str]]:
    """(question, evidence, answer) triples, the answer a verbatim part of the evidence."""
    found = [(row["question"], row["passage"], row["quote"]) for row in sources.question_pairs(folder)]
    for row in sources.rows(folder / "asked-as.jsonl"):
        text = (folder / "documents" / row["document"]).read_text(encoding="utf-8")
        line = text[int(row["offset"]) :].lstrip("\n").split("\n")[0].strip()
        found.append((row["question"], line, row["quote"]))
    return [(question, evidence, answer) for question, evidence, answer in found if answer in evidence]


class Trainer:
    """Runs a recipe; every example is token ids with labels, IGNORED where nothing is to be learnt."""

    def __init__(self, model: LlamaForCausalLM, tokenizer: PreTrainedTokenizerFast, recipe: Recipe) -> None:
        """Keep the parts; the recipe's seed orders the examples."""
        self._model = model
        self._tokenizer = tokenizer
        self._recipe = recipe
        self._order = random.Random(recipe.seed)

    def run(self, folder: Path, report: Callable[[str], None]) -> None:
        """Train on the data under `folder`; `report` gets a line every 50 steps with the mean loss."""
        recipe = self._recipe
        self._stage("text", self._text_batches(folder), recipe.text_steps, recipe.rate, report)
        self._stage("answer", self._answer_batches(folder), recipe.answer_steps, recipe.rate / 2, report)

    def _stage(
        self,
        name: str,
        batches: Iterator[tuple[torch.Tensor, torch.Tensor]],
        steps: int,
        rate: float,
        report: Callable[[str], None],
    ) -> None:
        optimizer = torch.optim.AdamW(self._model.parameters(), lr=rate, weight_decay=0.05, betas=(0.9, 0.98))
        schedule = torch.optim.lr_scheduler.OneCycleLR(optimizer, rate, total_steps=steps + 1, pct_start=0.05)
        total = 0.0
        for step in range(1, steps + 1):
            ids, labels = next(batches)
            hidden = self._model.model(input_ids=ids).last_hidden_state[:, :-1]
            kept = labels[:, 1:] != IGNORED
            logits = self._model.lm_head(hidden[kept])
            loss = functional.cross_entropy(logits, labels[:, 1:][kept])
            optimizer.zero_grad()
            loss.backward()  # type: ignore[no-untyped-call]
            torch.nn.utils.clip_grad_norm_(self._model.parameters(), 1.0)
            optimizer.step()
            schedule.step()
            total += loss.item()
            if step % 50 == 0:
                report(f"{name} {step}/{steps} loss {total / 50:.3f}")
                total = 0.0

    def _text_batches(self, folder: Path) -> Iterator[tuple[torch.Tensor, torch.Tensor]]:
        needed = (self._recipe.text_steps + 1) * _BATCH_TOKENS
        texts = list(sources.texts(folder, needed * 2 // 3))
        self._order.shuffle(texts)
        stream = [token for ids in self._tokenizer(texts)["input_ids"] for token in ids]
        size = _BATCH_TOKENS // _WINDOW * _WINDOW
        if not stream:
            raise sources.TrainingDataError(f"{folder / 'data'} 里没有文本。请检查 text-*.jsonl.xz。")
        stream *= 1 + size // len(stream)
        while True:
            for start in range(0, len(stream) - size + 1, size):
                ids = torch.tensor(stream[start : start + size]).view(-1, _WINDOW)
                # The softmax over the vocabulary is most of a step: learn from every fourth token.
                yield ids, ids.masked_fill(torch.rand(ids.shape) > 0.25, IGNORED)

    def _answer_batches(self, folder: Path) -> Iterator[tuple[torch.Tensor, torch.Tensor]]:
        encoded = []
        for question, evidence, answer in examples(folder):
            prompt = self._tokenizer(prompt_of(question, evidence))["input_ids"]
            target = self._tokenizer(answer, add_special_tokens=False)["input_ids"]
            if len(prompt) + len(target) < _LONGEST:
                encoded.append((prompt, [*target, self._tokenizer.eos_token_id]))
        size = min(_BATCH_TOKENS // 256, len(encoded))
        if not encoded:
            raise sources.TrainingDataError(f"{folder} 里没有可用的问答。请检查 question-pairs.jsonl。")
        while True:
            self._order.shuffle(encoded)
            for start in range(0, len(encoded) - size + 1, size):
                yield self._padded(encoded[start : start + size])

    def _padded(self, batch: list[tuple[list[int], list[int]]]) -> tuple[torch.Tensor, torch.Tensor]:
        width = max(len(prompt) + len(target) for prompt, target in batch)
        ids = torch.zeros(len(batch), width, dtype=torch.long)
        labels = torch.full((len(batch), width), IGNORED)
        for row, (prompt, target) in enumerate(batch):
            whole = torch.tensor(prompt + target)
            ids[row, : len(whole)] = whole
            labels[row, len(prompt) : len(whole)] = whole[len(prompt) :]
        return ids, labels


def train(
    folder: Path, tokenizer: Tokenizer, out: Path, recipe: Recipe, report: Callable[[str], None]
) -> None:
    """Train on the data under `folder` and save the model in half precision, with its tokenizer, to `out`."""
    torch.manual_seed(recipe.seed)
    fast = fast_tokenizer(tokenizer)
    model = new_model(tokenizer.get_vocab_size())
    Trainer(model, fast, recipe).run(folder, report)
    model.half().save_pretrained(out)
    fast.save_pretrained(out)
    (out / "recipe.json").write_text(json.dumps({"recipe": repr(recipe)}, indent=1), encoding="utf-8")
