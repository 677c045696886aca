import math
from pathlib import Path

import pytest
import torch
from tokenizers import Tokenizer, decoders, models, pre_tokenizers
from transformers import (
    AutoTokenizer,
    LlamaConfig,
    LlamaForCausalLM,
    PreTrainedTokenizerFast,
    Qwen2Config,
    Qwen2ForCausalLM,
)

from corpus.errors import ModelError
from service.generator import BUNDLED, CausalGenerator, Choice

SHAPE = {
    "vocab_size": 256,
    "hidden_size": 16,
    "intermediate_size": 32,
    "num_hidden_layers": 2,
    "num_attention_heads": 2,
    "num_key_value_heads": 1,
    "max_position_embeddings": 64,
}


def save_tokenizer(folder: Path) -> None:
    alphabet = sorted(pre_tokenizers.ByteLevel.alphabet())
    tokenizer = Tokenizer(models.BPE({byte: place for place, byte in enumerate(alphabet)}, []))
    tokenizer.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False)
    tokenizer.decoder = decoders.ByteLevel()
    PreTrainedTokenizerFast(tokenizer_object=tokenizer).save_pretrained(folder)


@pytest.fixture(scope="module", params=["llama", "qwen2"])
def folder(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A tiny random model of a known architecture, with its tokenizer."""
    torch.manual_seed(3)
    made = {
        "llama": lambda: LlamaForCausalLM(LlamaConfig(**SHAPE)),
        "qwen2": lambda: Qwen2ForCausalLM(Qwen2Config(**SHAPE)),
    }[request.param]()
    path = tmp_path_factory.mktemp(request.param)
    made.save_pretrained(path)
    save_tokenizer(path)
    return path


def mean_log_probability(folder: Path, prompt: str, text: str) -> float:
    """The same figure, worked out in one plain pass over prompt and text."""
    tokenizer = AutoTokenizer.from_pretrained(folder)
    model = (LlamaForCausalLM if "llama" in folder.name else Qwen2ForCausalLM).from_pretrained(folder)
    before, after = tokenizer(prompt)["input_ids"], tokenizer(text)["input_ids"]
    with torch.inference_mode():
        logits = model(torch.tensor([before + after])).logits.log_softmax(-1)[0]
    return sum(float(logits[len(before) + place - 1, token]) for place, token in enumerate(after)) / len(
        after
    )


def test_the_choice_with_the_highest_weighted_sum_is_written(folder: Path) -> None:
    generator = CausalGenerator(str(folder), weight=1.0, allow_download=False)
    texts = ["甲乙丙", "丁", "戊己甲乙。"]
    means = [mean_log_probability(folder, "问答", text) for text in texts]
    assert len({round(mean, 6) for mean in means}) == 3
    best = max(range(3), key=means.__getitem__)
    assert generator.generate("问答", [Choice(text, 0.0) for text in texts]) == best
    other = (best + 1) % 3
    lift = means[best] - means[other]
    for nudge, written in ((-1e-3, best), (1e-3, other)):
        priors = [lift + nudge if place == other else 0.0 for place in range(3)]
        third = 3 - best - other
        priors[third] = -math.inf
        choices = [Choice(text, prior) for text, prior in zip(texts, priors, strict=True)]
        assert generator.generate("问答", choices) == written


def test_weight_zero_leaves_the_choice_to_the_prior(folder: Path) -> None:
    generator = CausalGenerator(str(folder), weight=0.0, allow_download=False)
    assert generator.generate("问", [Choice("甲", 0.1), Choice("乙", 0.2)]) == 1


def test_a_prompt_beyond_the_window_is_cut_and_not_an_error(folder: Path) -> None:
    generator = CausalGenerator(str(folder), weight=1.0, allow_download=False)
    assert generator.generate("问" * 50, [Choice("甲", 5.0), Choice("乙", -5.0)]) == 0


def test_the_bundled_model_writes_what_it_is_offered() -> None:
    generator = CausalGenerator(str(BUNDLED), weight=0.1, allow_download=False)
    assert generator.name == "bundled"
    assert generator.generate("问：几年？\n据：三年。\n答：", [Choice("三年", 9.0), Choice("一批", 0.0)]) == 0


def test_a_model_that_is_not_there_is_named_with_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match="CEYIN_GENERATOR"):
        CausalGenerator(str(tmp_path / "none"), weight=1.0, allow_download=False)
