from pathlib import Path

from index.training import tokenizer
from service.generator import CausalGenerator, Choice
from service.training.generator import Recipe, examples, train
from tests import training_data


def test_a_generator_is_trained_saved_and_loaded(tmp_path: Path) -> None:
    data = training_data.make(tmp_path / "data")
    pieces = tokenizer.train(data, tmp_path / "tokenizer.json", pieces=80)
    train(data, pieces, tmp_path / "model", Recipe(text_steps=1, answer_steps=1), lambda line: None)
    generator = CausalGenerator(str(tmp_path / "model"), weight=1.0, allow_download=False)
    assert generator.generate("问：补贴吗\n答：", [Choice("给企业补贴", 50.0), Choice("人才", 0.0)]) == 0


def test_every_example_answers_with_words_of_its_evidence(tmp_path: Path) -> None:
    found = examples(training_data.make(tmp_path / "data"))
    assert len(found) == 81
    assert found[-1] == ("给企业补贴吗", "给企业补贴。", "给企业补贴")
    assert all(answer in evidence for _, evidence, answer in found)
