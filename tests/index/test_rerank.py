from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np
import pytest
import torch
from safetensors.torch import load_file, save_file
from transformers import AutoModelForCausalLM, AutoModelForSequenceClassification, AutoTokenizer

from corpus.clause import Clause
from corpus.errors import ModelError
from index.families import reranker_family
from index.filters import Filters
from index.fusion import Fusion
from index.generation import Sources, build, load
from index.hit import Hit
from index.leg import Leg
from index.legs import Legs
from index.lexicon import Lexicon
from index.rerank import FIRST, Scores, load_reranker, rerank
from index.search import HybridSearcher
from service.settings import Settings
from service.wire import reranker_of
from tests.index.fakes import HandEncoder, clause, document
from tests.index.tiny import VOCABULARY, change, dress, saved, write

QUESTION = "企业有哪些补贴"
TEXTS = ["给予企业补贴", "人才", "融资有补贴企业" * 60, ""]


class HandReranker:
    """Scores each text as a table says, 0 where it says nothing, and remembers what it was asked."""

    name = "手写重排器"

    def __init__(self, scores: dict[str, float]) -> None:
        self._scores = scores
        self.asked: list[tuple[str, list[str]]] = []

    def score(self, question: str, texts: Sequence[str]) -> Scores:
        self.asked.append((question, list(texts)))
        return np.array([self._scores.get(text, 0.0) for text in texts])


def hit(text: str, score: float, **why: float) -> Hit:
    return Hit(clause(f"d#{text}", text), score, {"lexical": score, **why}, 0.5)


def told(hits: Sequence[Hit]) -> list[tuple[str, float, float]]:
    return [(found.clause.text, found.score, found.why.get("rerank", 0.0)) for found in hits]


def test_deviations_above_the_lowest_score_are_added_with_the_weight() -> None:
    # Scores 1, 4, 7: their standard deviation is √6, so they lie 0, 3/√6 and 6/√6 above the lowest.
    hits = [hit("甲", 2.0), hit("乙", 1.9), hit("丙", 0.1)]
    found = rerank("问", hits, HandReranker({"甲": 1.0, "乙": 4.0, "丙": 7.0}), 0.4)
    assert told(found) == [("乙", 2.3899, 0.4899), ("甲", 2.0, 0.0), ("丙", 1.0798, 0.9798)]
    assert found[0].why == {"lexical": 1.9, "rerank": 0.4899}
    assert "rerank" not in found[1].why


def test_the_scale_of_the_scores_does_not_matter() -> None:
    hits = [hit("甲", 2.0), hit("乙", 1.9), hit("丙", 0.1)]
    small = rerank("问", hits, HandReranker({"甲": 0.1, "乙": 0.4, "丙": 0.7}), 0.4)
    large = rerank("问", hits, HandReranker({"甲": -20.0, "乙": 10.0, "丙": 40.0}), 0.4)
    assert told(small) == told(large)


def test_what_the_question_names_stays_first_and_is_not_read_again() -> None:
    hits = [hit("名", 20.1, named=20.0), hit("甲", 1.0), hit("乙", 0.9)]
    reranker = HandReranker({"名": -9.0, "乙": 9.0})
    assert [found.clause.text for found in rerank("问", hits, reranker, 1.0)] == ["名", "乙", "甲"]
    assert reranker.asked == [("问", ["甲", "乙"])]


def test_only_the_first_hits_are_read_in_one_batch_and_stay_ahead_of_the_rest() -> None:
    hits = [hit(str(place), 1.0 - place / 100) for place in range(FIRST + 5)]
    reranker = HandReranker({str(FIRST - 1): 5.0, str(FIRST): 9.0})
    found = rerank("问", hits, reranker, 1.0)
    assert reranker.asked == [("问", [str(place) for place in range(FIRST)])]
    assert [row.clause.text for row in found[:2]] == [str(FIRST - 1), "0"]
    assert found[FIRST:] == hits[FIRST:]
    assert [row.score for row in found] == sorted((row.score for row in found), reverse=True)


def test_headings_are_read_with_the_text() -> None:
    headed = Hit(
        Clause("d#1", "d", ("一、支持", "（二）资金"), clause("d#1", "").kind, 0, 2, "补贴"), 1.0, {}, 0.0
    )
    reranker = HandReranker({})
    rerank("问", [headed, hit("甲", 0.5)], reranker, 1.0)
    assert reranker.asked == [("问", ["一、支持\n（二）资金\n补贴", "甲"])]


@pytest.mark.parametrize("scores", [{}, {"甲": 1e-5}])
def test_scores_all_alike_change_nothing(scores: dict[str, float]) -> None:
    hits = [hit("乙", 1.0), hit("甲", 0.5)]
    assert rerank("问", hits, HandReranker(scores), 5.0) == hits


def test_a_weight_of_zero_and_a_single_hit_ask_nothing() -> None:
    reranker = HandReranker({"甲": 1.0})
    hits = [hit("乙", 1.0), hit("甲", 0.5)]
    assert rerank("问", hits, reranker, 0.0) == hits
    assert rerank("问", hits[:1], reranker, 1.0) == hits[:1]
    assert rerank("问", [], reranker, 1.0) == []
    assert reranker.asked == []


def searcher_with(reranker: HandReranker, home: Path) -> HybridSearcher:
    """Searches 25 clauses that all say 研发补贴, each with one letter of its own."""
    letters = "abcdefghijklmnopqrstuvwxy"
    clauses = tuple(clause(f"甲#{letter}", f"研发补贴{letter}") for letter in letters)
    encoder = HandEncoder({})
    build(home, Sources(home, "", (document("甲"),), clauses, ()), encoder, lambda _: None)
    # By BM25 alone they all score alike, and come in the order of the document.
    fusion = Fusion.load().only(Leg.LEXICAL).model_copy(update={"rerank": 1.0})
    return HybridSearcher(Legs(load(home, encoder), encoder, Lexicon({}), fusion), reranker)


def test_a_search_lets_the_reranker_order_the_first_hits_before_it_cuts_them(tmp_path: Path) -> None:
    reranker = HandReranker({"研发补贴t": 9.0, "研发补贴u": 99.0})
    searcher = searcher_with(reranker, tmp_path)
    hits = searcher.search("研发补贴", 3, Filters())
    # The 20th comes first; the 21st, however good, is not read.
    assert [found.clause.text[-1] for found in hits] == ["t", "a", "b"]
    assert hits[0].why["rerank"] > 0
    assert [len(texts) for _, texts in reranker.asked] == [FIRST]


def test_a_leg_alone_is_not_reranked_and_the_legs_left_are(tmp_path: Path) -> None:
    reranker = HandReranker({"研发补贴t": 9.0})
    searcher = searcher_with(reranker, tmp_path)
    alone = searcher.weighed(searcher.fusion.only(Leg.LEXICAL)).search("研发补贴", 1, Filters())
    assert [found.clause.text for found in alone] == ["研发补贴a"]
    left = searcher.without([Leg.DENSE]).search("研发补贴", 1, Filters())
    assert [found.clause.text for found in left] == ["研发补贴t"]


def test_without_the_setting_there_is_no_reranker(tmp_path: Path) -> None:
    assert reranker_of(Settings()) is None
    with pytest.raises(ModelError, match="重排器 /没有 用不了：没有这个文件夹。请检查 CEYIN_RERANKER"):
        reranker_of(Settings(reranker="/没有"))


KINDS = ["bert reranker", "xlm-roberta reranker"]


@pytest.fixture(name="folder", params=KINDS)
def bge_reranker(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    return saved(tmp_path / "reranker", request.param, num_labels=1)


def test_a_cross_encoder_scores_pairs_as_its_own_logits_say(folder: Path) -> None:
    tokenizer = AutoTokenizer.from_pretrained(folder)
    model = AutoModelForSequenceClassification.from_pretrained(folder).eval()
    expected = []
    for text in TEXTS:
        pieces = tokenizer([QUESTION], [text[:256]], return_tensors="pt", return_token_type_ids=False)
        with torch.inference_mode():
            expected.append(float(model(**pieces).logits[0, 0]))
    assert max(expected) - min(expected) > 0.1
    reranker = load_reranker(str(folder))
    assert reranker.name == str(folder)
    found = reranker.score(QUESTION, TEXTS)
    assert found.shape == (4,)
    assert found.dtype == np.float64
    np.testing.assert_allclose(found, expected, atol=1e-4)
    assert reranker.score(QUESTION, []).shape == (0,)


def test_a_pair_beyond_the_places_of_the_model_is_cut(tmp_path: Path) -> None:
    folder = saved(tmp_path / "short", "xlm-roberta reranker", num_labels=1, max_position_embeddings=64)
    scores = load_reranker(str(folder)).score(QUESTION * 50, ["补贴" * 200, "人才"])
    assert scores[0] != scores[1]


@pytest.fixture(name="qwen")
def qwen_reranker(tmp_path: Path) -> Path:
    return saved(tmp_path / "Qwen3-Reranker-0.6B", "qwen3", "<|endoftext|>")


def test_qwen3_reranker_scores_by_how_much_likelier_yes_is_than_no(qwen: Path) -> None:
    (qwen / "chat_template.jinja").write_text("<|im_start|>{{ messages[0].role }}", encoding="utf-8")
    family = reranker_family(["qwen3-reranker"], "qwen3")
    assert family is not None
    before, between, after = (part.split("}}")[-1] for part in family.template.split("{{"))
    tokenizer = AutoTokenizer.from_pretrained(qwen)
    model = AutoModelForCausalLM.from_pretrained(qwen).eval()
    expected = []
    for text in TEXTS:
        prompt = before + QUESTION + between + text[:256] + after[:-1]
        pieces = tokenizer(prompt, add_special_tokens=False, return_tensors="pt", return_token_type_ids=False)
        with torch.inference_mode():
            last = model(**pieces).logits[0, -1]
        expected.append(float(last[VOCABULARY["yes"]] - last[VOCABULARY["no"]]))
    assert max(expected) - min(expected) > 0.1
    np.testing.assert_allclose(load_reranker(str(qwen)).score(QUESTION, TEXTS), expected, atol=1e-3)


def several(folder: Path) -> None:
    saved(folder, "bert reranker", num_labels=3)


def truncated(folder: Path) -> None:
    (folder / "model.safetensors").write_bytes((folder / "model.safetensors").read_bytes()[:500])


def poisoned(folder: Path) -> None:
    weights = load_file(folder / "model.safetensors")
    weights["classifier.weight"][0, 0] = float("inf")
    save_file(weights, folder / "model.safetensors", metadata={"format": "pt"})


def without_tokenizer(folder: Path) -> None:
    (folder / "tokenizer.json").unlink()


def own_code(folder: Path) -> None:
    change(folder, "config.json", {"model_type": "new", "auto_map": {"AutoModel": "modeling.NewModel"}})


def as_encoder(folder: Path) -> None:
    dress(folder, {"embedding_dimension": 16, "pooling_mode": "cls"})


BROKEN: dict[str, tuple[Callable[[Path], None], str]] = {
    "several labels": (several, "3 个分数，重排要的是一个"),
    "truncated weights": (truncated, "读不出来.*核对校验和"),
    "weights that are no numbers": (poisoned, "不是数的值"),
    "no tokenizer": (without_tokenizer, "没有分词器"),
    "code of its own": (own_code, "自己带的程序"),
    "the pooling of an encoder": (as_encoder, "编码器.*CEYIN_ENCODER"),
}


@pytest.mark.parametrize("name", BROKEN)
def test_a_folder_that_is_no_sound_reranker_is_refused_and_it_is_said_why(tmp_path: Path, name: str) -> None:
    folder = saved(tmp_path / "reranker", "bert reranker", num_labels=1)
    spoil, message = BROKEN[name]
    spoil(folder)
    with pytest.raises(ModelError, match=message) as caught:
        load_reranker(str(folder))
    assert str(caught.value).startswith(f"重排器 {folder}")


@pytest.mark.parametrize(
    ("name", "kind", "message"),
    [
        ("bge-m3", "xlm-roberta", "编码器（XLMRobertaModel）.*CEYIN_ENCODER"),
        ("qwen3-embedding-0.6b", "qwen3 without head", "编码器（Qwen3Model）"),
        ("qwen3-0.6b", "qwen3", "因果语言模型（Qwen3ForCausalLM）.*qwen3-reranker"),
    ],
)
def test_a_model_made_for_something_else_is_refused(
    tmp_path: Path, name: str, kind: str, message: str
) -> None:
    with pytest.raises(ModelError, match=message):
        load_reranker(str(saved(tmp_path / name, kind)))


def test_a_causal_reranker_whose_template_leaves_the_text_out_is_refused(tmp_path: Path) -> None:
    folder = saved(tmp_path / "own", "qwen3", "<|endoftext|>")
    write(folder, "config_sentence_transformers.json", {"model_type": "CrossEncoder"})
    (folder / "chat_template.jinja").write_text("{{ messages[0].content }}", encoding="utf-8")
    with pytest.raises(ModelError, match="给不出一个问题和一段文字的分数"):
        load_reranker(str(folder))
