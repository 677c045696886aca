from pathlib import Path

import numpy as np
import pytest

from index.encoder import load_encoder
from index.training import encoder, sources, tokenizer
from index.training.sources import TrainingDataError
from tests import training_data


def test_the_tokenizer_and_the_encoder_are_trained_saved_and_loaded(tmp_path: Path) -> None:
    data = training_data.make(tmp_path / "data")
    out = tmp_path / "model"
    pieces = tokenizer.train(data, out / "tokenizer.json", pieces=80)
    said: list[str] = []
    encoder.train(data, pieces, out, encoder.Recipe(dimension=8, epochs=2, batch=64), said.append)
    assert [line.split(" loss ")[0] for line in said] == ["epoch 1/2", "epoch 2/2"]
    assert float(said[1].split()[-1]) < float(said[0].split()[-1])
    vectors = load_encoder(str(out)).encode(["企业创新", "人才补贴"])
    assert vectors.shape == (2, 8)
    assert np.allclose(np.linalg.norm(vectors, axis=1), 1, atol=1e-3)


def test_the_same_seed_trains_the_same_encoder(tmp_path: Path) -> None:
    data = training_data.make(tmp_path / "data")
    pieces = tokenizer.train(data, tmp_path / "tokenizer.json", pieces=80)
    recipe = encoder.Recipe(dimension=8, epochs=1, batch=64)
    rows = []
    for name in ("one", "two"):
        encoder.train(data, pieces, tmp_path / name, recipe, lambda line: None)
        rows.append(load_encoder(str(tmp_path / name)).encode(["企业创新"]))
    assert np.array_equal(rows[0], rows[1])


def test_numbers_are_cut_into_digits(tmp_path: Path) -> None:
    pieces = tokenizer.train(training_data.make(tmp_path / "data"), tmp_path / "tokenizer.json", pieces=80)
    assert len(pieces.encode("2020").ids) == 4


def test_missing_data_is_named(tmp_path: Path) -> None:
    with pytest.raises(TrainingDataError, match=r"question-pairs\.jsonl"):
        sources.question_pairs(tmp_path)
