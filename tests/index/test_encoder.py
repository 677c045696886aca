import json
import shutil
from pathlib import Path

import numpy as np
import pytest
from safetensors.numpy import save_file
from tokenizers import Tokenizer
from tokenizers.models import WordLevel
from tokenizers.pre_tokenizers import Split
from tokenizers.processors import TemplateProcessing

from corpus.errors import ModelError
from index.encoder import BUNDLED, StaticEncoder, fingerprint_of, load_encoder
from index.transformer import TransformerEncoder

QUESTIONS = ["没有抵押能贷款吗？", "R&D经费占GDP ２.５％", "高企", "支持企业创新。" * 100, "a"]
LETTERS = "企业补贴人才"


@pytest.fixture(name="static")
def static_model(tmp_path: Path) -> Path:
    """Two tokens: 补 is (3, 0), 贴 is (0, 4). A special token at the end, 贴 too, must not count."""
    folder = tmp_path / "static"
    folder.mkdir()
    tokenizer = Tokenizer(WordLevel({"补": 0, "贴": 1}, unk_token="无"))
    tokenizer.pre_tokenizer = Split("", "isolated")
    tokenizer.post_processor = TemplateProcessing(single="$A 贴", special_tokens=[("贴", 1)])
    tokenizer.save(str(folder / "tokenizer.json"))
    weights = np.array([[3, 0], [0, 4]], dtype=np.float16)
    save_file({"embedding.weight": weights}, folder / "model.safetensors")
    kind = "sentence_transformers.models.StaticEmbedding"
    modules = [{"idx": 0, "name": "0", "path": "", "type": kind}]
    (folder / "modules.json").write_text(json.dumps(modules), encoding="utf-8")
    return folder


@pytest.fixture(name="bert", scope="module")
def bert_model(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A random BERT of two layers with one token for each letter, mean-pooled."""
    import torch
    from sentence_transformers import SentenceTransformer
    from sentence_transformers.sentence_transformer.modules import Pooling, Transformer
    from transformers import BertConfig, BertModel, BertTokenizerFast

    parts = tmp_path_factory.mktemp("parts")
    vocabulary = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", *LETTERS]
    BertTokenizerFast(vocab={token: place for place, token in enumerate(vocabulary)}).save_pretrained(parts)
    torch.manual_seed(0)
    BertModel(
        BertConfig(
            vocab_size=len(vocabulary),
            hidden_size=32,
            num_hidden_layers=2,
            num_attention_heads=2,
            intermediate_size=64,
            max_position_embeddings=64,
        )
    ).save_pretrained(parts)
    folder = tmp_path_factory.mktemp("bert")
    modules = [Transformer(str(parts)), Pooling(32, pooling_mode="mean")]
    SentenceTransformer(modules=modules, device="cpu").save(str(folder))
    return folder


def test_the_bundled_encoder_gives_the_vectors_that_sentence_transformers_gives() -> None:
    from sentence_transformers import SentenceTransformer

    theirs = SentenceTransformer(str(BUNDLED), device="cpu").encode(QUESTIONS, normalize_embeddings=True)
    ours = load_encoder(str(BUNDLED))
    assert isinstance(ours, StaticEncoder)
    np.testing.assert_allclose(ours.encode(QUESTIONS), theirs, atol=1e-3)


def test_the_bundled_encoder_gives_rows_of_unit_length() -> None:
    encoder = load_encoder(str(BUNDLED))
    rows = encoder.encode(QUESTIONS)
    assert rows.shape == (len(QUESTIONS), encoder.dimension)
    assert rows.dtype == np.float32
    np.testing.assert_allclose(np.linalg.norm(rows, axis=1), 1.0, atol=1e-5)
    assert encoder.name == "bundled"


def test_a_static_row_is_the_unit_mean_of_its_token_vectors(static: Path) -> None:
    encoder = load_encoder(str(static))
    # 补贴: mean (1.5, 2), length 2.5. 补补贴: mean (2, 4/3), that is (3, 2) / √13.
    expected = np.array([[1.0, 0.0], [0.6, 0.8], [3 / 13**0.5, 2 / 13**0.5]])
    np.testing.assert_allclose(encoder.encode(["补", "补贴", "补补贴"]), expected, atol=1e-6)
    assert (encoder.dimension, encoder.name) == (2, str(static))


@pytest.mark.parametrize("folder", [BUNDLED, None], ids=["bundled", "by hand"])
def test_a_text_without_tokens_is_a_zero_row(static: Path, folder: Path | None) -> None:
    rows = load_encoder(str(folder or static)).encode(["补贴", ""])
    assert rows[0].any()
    assert not rows[1].any()


def test_a_static_table_encodes_questions_as_any_text(static: Path) -> None:
    encoder = load_encoder(str(static))
    np.testing.assert_array_equal(encoder.encode_queries(["补", "补贴"]), encoder.encode(["补", "补贴"]))


def test_weights_of_a_static_table_that_are_no_numbers_are_refused(static: Path) -> None:
    weights = np.array([[np.nan, 0], [0, 5]], dtype=np.float16)
    save_file({"embedding.weight": weights}, static / "model.safetensors")
    with pytest.raises(ModelError, match="不是数的值"):
        load_encoder(str(static)).encode(["补"])


def test_no_texts_give_no_rows_of_the_dimension(static: Path) -> None:
    assert load_encoder(str(static)).encode([]).shape == (0, 2)


def test_a_row_does_not_depend_on_the_texts_beside_it(static: Path) -> None:
    encoder = load_encoder(str(static))
    np.testing.assert_array_equal(encoder.encode(["补", "补贴贴贴"])[:1], encoder.encode(["补"]))


def test_a_transformer_folder_loads_and_gives_rows_of_unit_length(bert: Path) -> None:
    encoder = load_encoder(str(bert))
    assert isinstance(encoder, TransformerEncoder)
    assert (encoder.name, encoder.dimension) == (str(bert), 32)
    rows = encoder.encode(["企业", "人才补贴", "补贴"])
    assert rows.shape == (3, 32)
    assert rows.dtype == np.float32
    np.testing.assert_allclose(np.linalg.norm(rows, axis=1), 1.0, atol=1e-5)
    # Different texts are different rows, and the padding beside a longer text changes none.
    assert rows[0] @ rows[1] < 0.999
    np.testing.assert_allclose(rows[2:], encoder.encode(["补贴"]), atol=1e-5)


def test_a_missing_folder_is_refused_with_the_setting_to_check(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match="CEYIN_ENCODER"):
        load_encoder(str(tmp_path / "没有"))


@pytest.mark.parametrize("name", ["model.safetensors", "tokenizer.json"])
def test_a_static_folder_with_a_broken_file_is_refused(static: Path, name: str) -> None:
    (static / name).write_bytes(b"{")
    with pytest.raises(ModelError, match="CEYIN_ENCODER"):
        load_encoder(str(static))


@pytest.mark.parametrize("name", ["model.safetensors", "tokenizer.json"])
def test_a_static_folder_without_one_of_its_files_is_refused(static: Path, name: str) -> None:
    (static / name).unlink()
    with pytest.raises(ModelError, match="CEYIN_ENCODER"):
        load_encoder(str(static))


def test_other_weights_give_another_fingerprint(static: Path) -> None:
    before = load_encoder(str(static)).fingerprint
    weights = np.array([[3, 0], [0, 5]], dtype=np.float16)
    save_file({"embedding.weight": weights}, static / "model.safetensors")
    assert load_encoder(str(static)).fingerprint != before


def test_one_changed_byte_of_a_transformer_changes_its_fingerprint(bert: Path, tmp_path: Path) -> None:
    folder = tmp_path / "copy"
    shutil.copytree(bert, folder)
    assert fingerprint_of(folder) == fingerprint_of(bert)
    weights = bytearray((folder / "model.safetensors").read_bytes())
    weights[-1] ^= 1
    (folder / "model.safetensors").write_bytes(weights)
    assert fingerprint_of(folder) != fingerprint_of(bert)


def test_a_renamed_file_changes_the_fingerprint_and_a_model_card_does_not(static: Path) -> None:
    before = fingerprint_of(static)
    (static / "README.md").write_text("模型说明", encoding="utf-8")
    assert fingerprint_of(static) == before
    (static / "modules.json").rename(static / "other.json")
    assert fingerprint_of(static) != before


def test_a_static_model_whose_tokenizer_has_more_pieces_than_vectors_is_refused(static: Path) -> None:
    save_file({"embedding.weight": np.ones((1, 2), dtype=np.float16)}, static / "model.safetensors")
    with pytest.raises(ModelError, match="分词器的词比权重多"):
        load_encoder(str(static))
