import json
import logging
import os
import shutil
import socket
from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np
import pytest
import torch
from safetensors.torch import load_file, save_file
from transformers import AutoModel, AutoTokenizer

from corpus.errors import ModelError
from index.asked import Asked
from index.encoder import Encoder, SentenceEncoder, load_encoder
from index.generation import Sources, build, load
from index.transformer import TransformerEncoder
from index.vectors import Vectors
from tests.index.fakes import HandEncoder, clause, document
from tests.index.tiny import PLACES, VOCABULARY, by_hand, change, dress, save_tokenizer, saved, write

BGE = "为这个句子生成表示以用于检索相关文章："
TASK = "Given a question in everyday Chinese, retrieve the clauses of Chinese policy documents that answer it"
QUESTION, PASSAGE = "企业有哪些补贴", "给予人才补贴"
OLD = {"word_embedding_dimension": 16, "pooling_mode_cls_token": False, "pooling_mode_mean_tokens": True}
NEW = {"embedding_dimension": 16, "pooling_mode": "mean", "include_prompt": True}
BARE = [
    ("bge-small-zh-v1.5", "bert", "cls", BGE, ""),
    ("bge-m3", "xlm-roberta", "cls", "", ""),
    ("gte-base-zh", "bert", "cls", "", ""),
    ("gte-multilingual-base", "gte", "cls", "", ""),
    ("multilingual-e5-base", "xlm-roberta", "mean", "query: ", "passage: "),
    ("Qwen3-Embedding-0.6B", "qwen3", "lasttoken", f"Instruct: {TASK}\nQuery:", ""),
]


def close(found: Vectors, *expected: Vectors) -> None:
    np.testing.assert_allclose(found, np.stack(expected), atol=1e-5)


@pytest.fixture(name="bge")
def bge_small(tmp_path: Path) -> Path:
    return saved(tmp_path / "bge-small-zh-v1.5", "bert")


@pytest.fixture(name="qwen")
def qwen_embedding(tmp_path: Path) -> Path:
    return saved(tmp_path / "qwen3-embedding-0.6b", "qwen3", "<|endoftext|>")


@pytest.mark.parametrize(("name", "kind", "pooling", "query", "passage"), BARE, ids=[row[0] for row in BARE])
def test_a_bare_folder_of_a_known_family_is_pooled_and_instructed_as_the_table_says(
    tmp_path: Path, name: str, kind: str, pooling: str, query: str, passage: str
) -> None:
    folder = saved(tmp_path / name, kind, "<|endoftext|>" if kind == "qwen3" else "</s>")
    encoder = load_encoder(str(folder))
    assert isinstance(encoder, TransformerEncoder)
    assert (encoder.name, encoder.dimension) == (str(folder), 16)
    close(encoder.encode_queries([QUESTION]), by_hand(folder, query + QUESTION, pooling))
    close(
        encoder.encode([PASSAGE, QUESTION]),
        *(by_hand(folder, passage + text, pooling) for text in (PASSAGE, QUESTION)),
    )
    # The other poolings are not the same, so that one taken for another would show.
    wrong = [by_hand(folder, passage + PASSAGE, other) for other in {"cls", "mean", "lasttoken"} - {pooling}]
    assert max(float(row @ encoder.encode([PASSAGE])[0]) for row in wrong) < 0.99
    same = float(encoder.encode_queries([QUESTION])[0] @ encoder.encode([QUESTION])[0])
    assert (same < 0.99) == bool(query)


@pytest.mark.parametrize("pooling", [OLD, NEW, {**NEW, "pooling_mode": ["mean"]}], ids=["old", "new", "list"])
def test_the_pooling_of_the_folder_wins_over_the_table(bge: Path, pooling: object) -> None:
    dress(bge, pooling)
    encoder = load_encoder(str(bge))
    assert isinstance(encoder, TransformerEncoder)
    close(encoder.encode([PASSAGE]), by_hand(bge, PASSAGE, "mean"))
    close(encoder.encode_queries([PASSAGE]), by_hand(bge, BGE + PASSAGE, "mean"))


PROMPTS = [
    ({"query": "问：", "document": "文："}, None, "问：", "文："),
    ({"query": "问：", "passage": "文："}, None, "问：", "文："),
    ({"query": "问："}, None, "问：", ""),
    ({"query": "", "document": ""}, None, BGE, ""),
    ({"always": "都："}, "always", "都：", "都："),
    ({"always": "都：", "query": "问："}, "always", "问：", "都："),
]


@pytest.mark.parametrize(("prompts", "default", "query", "passage"), PROMPTS)
def test_the_prompts_of_the_folder_win_over_the_table_unless_they_are_empty(
    bge: Path, prompts: dict[str, str], default: str | None, query: str, passage: str
) -> None:
    dress(bge, {**NEW, "pooling_mode": "cls"}, prompts)
    change(bge, "config_sentence_transformers.json", {"default_prompt_name": default})
    encoder = load_encoder(str(bge))
    close(encoder.encode_queries([QUESTION]), by_hand(bge, query + QUESTION, "cls"))
    close(encoder.encode([PASSAGE]), by_hand(bge, passage + PASSAGE, "cls"))


def test_a_folder_of_sentence_transformers_gives_the_vectors_that_it_gives(bge: Path) -> None:
    from sentence_transformers import SentenceTransformer

    dress(bge, NEW, {"query": "Q: ", "document": ""})
    change(bge, "sentence_bert_config.json", {"do_lower_case": True, "max_seq_length": 20})
    texts = ["ABC 企业", "补贴" * 30, ""]
    theirs = SentenceTransformer(str(bge), device="cpu")
    ours = load_encoder(str(bge))
    assert isinstance(ours, TransformerEncoder)
    close(ours.encode(texts), *theirs.encode_document(texts, normalize_embeddings=True))
    close(ours.encode_queries(texts), *theirs.encode_query(texts, normalize_embeddings=True))


@pytest.mark.parametrize("pooling", [{**NEW, "pooling_mode": "max"}, {**NEW, "include_prompt": False}])
def test_what_is_not_done_here_is_left_to_sentence_transformers(
    bge: Path, pooling: dict[str, object]
) -> None:
    from sentence_transformers import SentenceTransformer

    dress(bge, pooling, {"query": "问：", "document": "文："})
    encoder = load_encoder(str(bge))
    assert isinstance(encoder, SentenceEncoder)
    theirs = SentenceTransformer(str(bge), device="cpu")
    close(encoder.encode_queries([QUESTION]), *theirs.encode_query([QUESTION], normalize_embeddings=True))
    close(encoder.encode([PASSAGE]), *theirs.encode_document([PASSAGE], normalize_embeddings=True))
    assert encoder.encode([]).shape == (0, 16)


def test_an_unknown_bare_folder_is_mean_pooled_with_one_warning(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    folder = saved(tmp_path / "own", "bert")
    with caplog.at_level(logging.WARNING):
        encoder = load_encoder(str(folder))
        close(encoder.encode_queries([QUESTION]), by_hand(folder, QUESTION, "mean"))
        close(encoder.encode([QUESTION]), by_hand(folder, QUESTION, "mean"))
    said = [record.getMessage() for record in caplog.records if record.name.startswith("index.")]
    assert len(said) == 1
    assert str(folder) in said[0]
    assert "平均" in said[0]


def test_a_known_folder_is_loaded_without_a_word(bge: Path, caplog: pytest.LogCaptureFixture) -> None:
    load_encoder(str(bge)).encode([PASSAGE])
    assert caplog.records == []


@pytest.mark.parametrize(("places", "kept"), [(PLACES, 512), (64, 64)])
@pytest.mark.parametrize("kind", ["bert", "xlm-roberta"])
def test_long_texts_are_cut_to_512_pieces_or_to_the_places_of_the_model(
    tmp_path: Path, kind: str, places: int, kept: int
) -> None:
    folder = saved(tmp_path / "own", kind, max_position_embeddings=places)
    # RoBERTa counts places from behind the padding's number, 1: the first two are never used.
    kept = min(kept, places - 2) if kind == "xlm-roberta" else kept
    long = "企业补贴人才" * 200
    pieces = [VOCABULARY[piece] for piece in ("<s>", *long[: kept - 2], "</s>")]
    close(load_encoder(str(folder)).encode([long]), by_hand(folder, "", "mean", pieces))


@pytest.mark.parametrize("closing", ["", "<|endoftext|>"], ids=["bare tokenizer", "closing tokenizer"])
def test_a_causal_models_text_is_closed_once_also_where_it_is_cut(qwen: Path, closing: str) -> None:
    save_tokenizer(qwen, "", closing)
    encoder = load_encoder(str(qwen))
    end = VOCABULARY["<|endoftext|>"]
    for text, letters in (("补贴", "补贴"), ("", ""), ("企业补贴人才" * 200, ("企业补贴人才" * 200)[:511])):
        pieces = [*(VOCABULARY[letter] for letter in letters), end]
        close(encoder.encode([text]), by_hand(qwen, "", "lasttoken", pieces))


def test_a_causal_model_gives_what_it_gives_with_padding_on_the_left(qwen: Path) -> None:
    texts = [PASSAGE * 3, "补", QUESTION]
    tokenizer = AutoTokenizer.from_pretrained(qwen, padding_side="left")
    with torch.inference_mode():
        padded = tokenizer(texts, padding=True, return_tensors="pt", return_token_type_ids=False)
        rows = AutoModel.from_pretrained(qwen).eval()(**padded).last_hidden_state[:, -1]
    close(load_encoder(str(qwen)).encode(texts), *torch.nn.functional.normalize(rows).numpy())


def test_a_chat_template_beside_an_encoder_is_not_used(qwen: Path) -> None:
    before = load_encoder(str(qwen)).encode([PASSAGE])
    (qwen / "chat_template.jinja").write_text("<|im_start|>{{ messages }}<|im_end|>", encoding="utf-8")
    np.testing.assert_array_equal(load_encoder(str(qwen)).encode([PASSAGE]), before)


def test_a_folder_renamed_is_still_known_by_its_sentence_transformers_files(
    qwen: Path, tmp_path: Path
) -> None:
    dress(qwen, {**NEW, "pooling_mode": "lasttoken"}, {"query": "Q:"})
    renamed = qwen.rename(tmp_path / "encoder")
    encoder = load_encoder(str(renamed))
    close(encoder.encode_queries([QUESTION]), by_hand(renamed, "Q:" + QUESTION, "lasttoken"))


def test_a_row_does_not_depend_on_the_texts_beside_it_and_comes_in_its_place(bge: Path) -> None:
    encoder = load_encoder(str(bge))
    texts = [(QUESTION * 9)[: 1 + 7 * place % 40] for place in range(20)]
    close(encoder.encode(texts), *(encoder.encode([text])[0] for text in texts))
    assert encoder.encode([]).shape == (0, 16)


def test_the_fingerprint_tells_the_files_and_their_use_apart(bge: Path, tmp_path: Path) -> None:
    before = load_encoder(str(bge)).fingerprint
    (bge / ".cache").mkdir()
    (bge / ".cache" / "download.json").write_text("{}", encoding="utf-8")
    (bge / "onnx").mkdir()
    (bge / "onnx" / "model.onnx").write_bytes(b"0")
    shutil.copytree(bge, tmp_path / "copy" / bge.name)
    assert load_encoder(str(tmp_path / "copy" / bge.name)).fingerprint == before
    # Under another name no instruction is known, and the pooling is another.
    shutil.copytree(bge, tmp_path / "own")
    assert load_encoder(str(tmp_path / "own")).fingerprint != before


class Instructed(HandEncoder):
    """Gives questions vectors that no passage has."""

    def encode_queries(self, texts: Sequence[str]) -> Vectors:
        return self.encode([f"问：{text}" for text in texts])


def test_stored_questions_are_encoded_as_questions_and_windows_as_passages(tmp_path: Path) -> None:
    encoder = Instructed({"给予补贴。": (1.0, 0.0), "有钱拿吗": (0.0, 1.0), "问：有钱拿吗": (0.6, 0.8)})
    only = clause("d#1", "给予补贴。")
    asked = (Asked("有钱拿吗", only.id, 0, 4),)
    build(tmp_path, Sources(tmp_path, "", (document("d"),), (only,), asked), encoder, lambda _: None)
    generation = load(tmp_path, encoder)
    question = encoder.encode_queries(["有钱拿吗"])[0]
    for index, cosine in ((generation.question_vectors, 1.0), (generation.windows, 0.6)):
        assert [found for _, found in index.search(question, 1)] == pytest.approx([cosine])


def test_a_lone_question_leaves_the_number_of_threads_as_it_was(bge: Path) -> None:
    encoder = load_encoder(str(bge))
    before = torch.get_num_threads()
    encoder.encode_queries([QUESTION])
    assert torch.get_num_threads() == before


def emptied(folder: Path) -> None:
    shutil.rmtree(folder)
    folder.mkdir()


def without(*names: str) -> Callable[[Path], None]:
    def remove(folder: Path) -> None:
        for name in names:
            (folder / name).unlink()

    return remove


def truncated(folder: Path) -> None:
    weights = folder / "model.safetensors"
    weights.write_bytes(weights.read_bytes()[:1000])


def pointer(folder: Path) -> None:
    (folder / "model.safetensors").write_text(
        "version https://git-lfs.github.com/spec/v1\n", encoding="ascii"
    )


def lacking(folder: Path) -> None:
    weights = load_file(folder / "model.safetensors")
    del weights["encoder.layer.1.output.dense.weight"]
    save_file(weights, folder / "model.safetensors", metadata={"format": "pt"})


def poisoned(folder: Path) -> None:
    weights = load_file(folder / "model.safetensors")
    weights["encoder.layer.1.output.dense.weight"][0, 0] = float("nan")
    save_file(weights, folder / "model.safetensors", metadata={"format": "pt"})


def resized(folder: Path) -> None:
    change(folder, "config.json", {"hidden_size": 32})


def of_another_model(folder: Path) -> None:
    tokenizer = json.loads((folder / "tokenizer.json").read_text(encoding="utf-8"))
    tokenizer["model"]["vocab"]["另"] = len(VOCABULARY)
    write(folder, "tokenizer.json", tokenizer)


def own_code(folder: Path) -> None:
    change(folder, "config.json", {"model_type": "new", "auto_map": {"AutoModel": "modeling.NewModel"}})


def with_text(name: str, text: str) -> Callable[[Path], None]:
    def spoil(folder: Path) -> None:
        (folder / name).write_text(text, encoding="utf-8")

    return spoil


def as_reranker(folder: Path) -> None:
    write(folder, "config_sentence_transformers.json", {"model_type": "CrossEncoder"})


def as_sparse(folder: Path) -> None:
    write(folder, "config_sentence_transformers.json", {"model_type": "SparseEncoder"})


def with_odd_module(folder: Path) -> None:
    dress(folder, NEW)
    modules = json.loads((folder / "modules.json").read_text(encoding="utf-8"))
    modules[0]["type"] = "own_code.Transformer"
    write(folder, "modules.json", modules)


BROKEN: dict[str, tuple[Callable[[Path], None], str]] = {
    "an empty folder": (emptied, "没有 config.json，不是模型文件夹"),
    "a folder without weights": (without("model.safetensors"), "没有权重"),
    "a folder without a tokenizer": (without("tokenizer.json"), "没有分词器"),
    "truncated weights": (truncated, "权重或分词器读不出来.*核对校验和"),
    "a pointer in place of weights": (pointer, "权重或分词器读不出来.*核对校验和"),
    "weights that lack a part": (lacking, r"权重缺 1 项，如 encoder\.layer\.1\.output\.dense\.weight"),
    "weights that are no numbers": (poisoned, "不是数的值"),
    "weights of another size": (resized, "权重或分词器读不出来"),
    "a tokenizer of another model": (of_another_model, "两者不是一套"),
    "a broken tokenizer": (with_text("tokenizer.json", "{"), "权重或分词器读不出来"),
    "a broken config": (with_text("config.json", "{"), "config.json 读不出来"),
    "a config that is a list": (with_text("config.json", "[1]"), "config.json 读不出来"),
    "modules that are none": (with_text("modules.json", '{"a": 1}'), "modules.json 读不出来"),
    "prompts that are none": (
        with_text("config_sentence_transformers.json", '{"prompts": [1]}'),
        "读不懂的内容",
    ),
    "a model with code of its own": (own_code, "自己带的程序.*安全"),
    "a module with code of its own": (with_odd_module, "sentence-transformers 加载不了"),
    "a saved cross-encoder": (as_reranker, "重排模型.*CEYIN_RERANKER"),
    "a sparse encoder": (as_sparse, "SparseEncoder"),
}


@pytest.mark.parametrize("name", BROKEN)
def test_a_folder_that_is_no_sound_encoder_is_refused_and_it_is_said_why(bge: Path, name: str) -> None:
    spoil, message = BROKEN[name]
    spoil(bge)
    with pytest.raises(ModelError, match=message) as caught:
        load_encoder(str(bge)).encode([PASSAGE])
    assert str(caught.value).startswith(f"编码器 {bge}")


@pytest.mark.parametrize(
    ("name", "kind", "message"),
    [
        ("bge-reranker-base", "xlm-roberta reranker", "重排模型（XLMRobertaForSequenceClassification）"),
        ("qwen3-reranker-0.6b", "qwen3", "重排模型（Qwen3ForCausalLM）.*CEYIN_RERANKER"),
        ("qwen3-0.6b", "qwen3", "因果语言模型（Qwen3ForCausalLM）.*CEYIN_GENERATOR"),
    ],
)
def test_a_model_made_for_something_else_is_refused(
    tmp_path: Path, name: str, kind: str, message: str
) -> None:
    with pytest.raises(ModelError, match=message):
        load_encoder(str(saved(tmp_path / name, kind)))


@pytest.fixture(name="unplugged")
def no_network(monkeypatch: pytest.MonkeyPatch) -> list[object]:
    """Record, and refuse, every connection that is tried."""
    tried: list[object] = []

    def refuse(_: socket.socket, address: object) -> None:
        tried.append(address)
        raise OSError("没有网络")

    def unknown(host: str, *_: object, **__: object) -> None:
        refuse(socket.socket(), host)

    monkeypatch.setattr(socket.socket, "connect", refuse)
    monkeypatch.setattr(socket, "getaddrinfo", unknown)
    # What the library read of the environment when it was imported must not be what keeps it offline.
    monkeypatch.setattr("huggingface_hub.constants.HF_HUB_OFFLINE", False)
    monkeypatch.delenv("HF_HUB_OFFLINE", raising=False)
    return tried


def test_a_hub_name_is_refused_at_once_without_trying_the_network(unplugged: list[object]) -> None:
    with pytest.raises(ModelError, match=r"ceyin-tests/no-such-model .*CEYIN_ALLOW_DOWNLOAD=1"):
        load_encoder("ceyin-tests/no-such-model")
    assert unplugged == []
    assert os.environ["HF_HUB_OFFLINE"] == "1"


def test_libraries_are_kept_offline_before_a_folder_is_loaded(bge: Path, unplugged: list[object]) -> None:
    load_encoder(str(bge))
    assert unplugged == []
    assert os.environ["HF_HUB_OFFLINE"] == "1"


def test_a_hub_name_finds_what_was_downloaded_before(
    tmp_path: Path, bge: Path, unplugged: list[object], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("huggingface_hub.constants.HF_HUB_CACHE", str(tmp_path / "hub"))
    kept = tmp_path / "hub" / "models--BAAI--bge-small-zh-v1.5"
    commit = "0123456789abcdef0123456789abcdef01234567"
    (kept / "refs").mkdir(parents=True)
    (kept / "refs" / "main").write_text(commit, encoding="ascii")
    shutil.copytree(bge, kept / "snapshots" / commit)
    by_name: Encoder = load_encoder("BAAI/bge-small-zh-v1.5")
    by_folder = load_encoder(str(kept / "snapshots" / commit))
    for encoder in (by_name, by_folder):
        close(encoder.encode_queries([QUESTION]), by_hand(bge, BGE + QUESTION, "cls"))
    assert (by_name.name, by_name.fingerprint) == ("BAAI/bge-small-zh-v1.5", by_folder.fingerprint)
    assert unplugged == []


@pytest.mark.parametrize("name", ["/srv/没有", "./没有/这个/文件夹"])
def test_a_path_that_is_not_there_is_no_hub_name(name: str) -> None:
    with pytest.raises(ModelError, match=f"编码器 {name} 用不了：没有这个文件夹。请检查 CEYIN_ENCODER"):
        load_encoder(name)


def test_a_file_is_no_model(bge: Path) -> None:
    with pytest.raises(ModelError, match=r"这是一个文件.*CEYIN_ENCODER"):
        load_encoder(str(bge / "model.safetensors"))
