"""Tiny causal models of real architectures, and one whose every next letter is known beforehand."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import torch
from tokenizers import Tokenizer, decoders, models, pre_tokenizers, processors
from transformers import (
    LlamaConfig,
    LlamaForCausalLM,
    PreTrainedTokenizerFast,
    Qwen2Config,
    Qwen2ForCausalLM,
    Qwen3Config,
    Qwen3ForCausalLM,
)

ALPHABET = sorted(pre_tokenizers.ByteLevel.alphabet())
SPECIAL = (
    *("<|endoftext|>", "<s>", "</s>", "<|im_start|>", "<|im_end|>"),
    *("<据>", "<问>", "<答>"),
)
NUMBER = {piece: place for place, piece in enumerate((*ALPHABET, *SPECIAL))}
SHAPE = {
    "vocab_size": len(NUMBER),
    "hidden_size": 16,
    "intermediate_size": 32,
    "num_hidden_layers": 2,
    "num_attention_heads": 2,
    "num_key_value_heads": 1,
    "max_position_embeddings": 2048,
    "initializer_range": 0.5,
    "bos_token_id": NUMBER["<s>"],
    "eos_token_id": NUMBER["</s>"],
}
MADE: dict[str, Any] = {
    "llama": lambda shape: LlamaForCausalLM(LlamaConfig(**shape)),
    "qwen2": lambda shape: Qwen2ForCausalLM(Qwen2Config(**shape)),
    "qwen3": lambda shape: Qwen3ForCausalLM(Qwen3Config(**shape, head_dim=8)),
}
TEMPLATE = (
    "{% for message in messages %}<|im_start|>{{ message.role }}\n{{ message.content }}<|im_end|>\n"
    "{% endfor %}"
    "{% if add_generation_prompt %}<|im_start|>assistant\n"
    "{% if enable_thinking is defined and not enable_thinking %}<think>\n\n</think>\n\n{% endif %}{% endif %}"
)
STYLES = ("marked", "chat", "plain")


def tokenizer_of(style: str, *, opens: bool = False) -> PreTrainedTokenizerFast:
    """One piece for each byte; the markers or the template that a style is known by."""
    tokenizer = Tokenizer(models.BPE({byte: place for place, byte in enumerate(ALPHABET)}, []))
    tokenizer.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False)
    tokenizer.decoder = decoders.ByteLevel()
    # Those of another style are there under another name, so that the numbers stay.
    named = [piece if style == "marked" or piece[1] not in "据问答" else f"<{piece}>" for piece in SPECIAL]
    tokenizer.add_special_tokens(named)
    if opens:
        tokenizer.post_processor = processors.TemplateProcessing(
            single="<s> $A", special_tokens=[("<s>", NUMBER["<s>"])]
        )
    return PreTrainedTokenizerFast(
        tokenizer_object=tokenizer,
        bos_token="<s>",
        eos_token="<|im_end|>" if style == "chat" else "</s>",
        pad_token="<|endoftext|>",
        additional_special_tokens=named[3:],
        chat_template=TEMPLATE if style == "chat" else None,
    )


def saved(folder: Path, kind: str, style: str, *, opens: bool = False, **more: object) -> Path:
    """Save a random model of some kind."""
    torch.manual_seed(3)
    MADE[kind](SHAPE | more).save_pretrained(folder)
    tokenizer_of(style, opens=opens).save_pretrained(folder)
    return folder


def scripted(folder: Path, style: str, follows: Mapping[str, Mapping[str, float]]) -> Path:
    """Save a model that looks at one piece only, and knows the shares of the pieces that may follow it."""
    size = len(NUMBER)
    made = LlamaForCausalLM(
        LlamaConfig(
            **SHAPE
            | {"hidden_size": size + size % 2, "num_hidden_layers": 1, "max_position_embeddings": 4096}
        )
    )
    with torch.no_grad():
        for weight in made.parameters():
            weight.zero_()
        made.model.norm.weight.fill_(1.0)
        made.model.embed_tokens.weight.copy_(torch.eye(size, made.config.hidden_size))
        made.lm_head.weight.fill_(-50.0)
        for before, shares in follows.items():
            for piece, share in shares.items():
                # The norm makes of a single one as many as the square root of the width.
                logit = torch.tensor(share).log() / made.config.hidden_size**0.5
                made.lm_head.weight[number(piece), number(before)] = logit
    made.save_pretrained(folder)
    tokenizer_of(style).save_pretrained(folder)
    return folder


def number(piece: str) -> int:
    """The number of a marker, or of a letter of one byte."""
    return NUMBER[piece] if piece in NUMBER else bytes_of(piece)[0]


def bytes_of(text: str) -> list[int]:
    """The pieces of a text without markers, one for each byte."""
    letters = pre_tokenizers.ByteLevel(add_prefix_space=False).pre_tokenize_str(text)
    return [NUMBER[letter] for word, _ in letters for letter in word]


def pieces_of(*parts: str) -> list[int]:
    """The pieces of texts and markers, each part one or the other."""
    return [piece for part in parts for piece in ([NUMBER[part]] if part in SPECIAL else bytes_of(part))]


def mean_log_probability(model: Any, before: Sequence[int], after: Sequence[int]) -> float:  # noqa: ANN401
    """What a model thinks of a text after another, worked out in one plain pass."""
    with torch.inference_mode():
        scores = model(torch.tensor([[*before, *after]])).logits.float().log_softmax(-1)[0]
    return sum(float(scores[len(before) + place - 1, piece]) for place, piece in enumerate(after)) / len(
        after
    )
