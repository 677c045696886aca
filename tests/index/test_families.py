from pathlib import Path

import pytest
from jinja2.sandbox import ImmutableSandboxedEnvironment
from pydantic import ValidationError

from index.families import PATH, Families, encoder_family, reranker_family

BGE = "为这个句子生成表示以用于检索相关文章："
TASK = "Given a question in everyday Chinese, retrieve the clauses of Chinese policy documents that answer it"
KNOWN = [
    ("bge-small-zh-v1.5", "bert", ("cls", BGE, "", "")),
    ("bge-base-zh", "bert", ("cls", BGE, "", "")),
    ("BGE-Large-zh-v1.5", "bert", ("cls", BGE, "", "")),
    ("bge-m3", "xlm-roberta", ("cls", "", "", "")),
    ("gte-large-zh", "bert", ("cls", "", "", "")),
    ("gte-multilingual-base", "gte", ("cls", "", "", "")),
    ("multilingual-e5-small", "bert", ("mean", "query: ", "passage: ", "")),
    ("multilingual-e5-base", "xlm-roberta", ("mean", "query: ", "passage: ", "")),
    ("multilingual-e5-large-instruct", "xlm-roberta", ("mean", f"Instruct: {TASK}\nQuery: ", "", "")),
    ("Qwen3-Embedding-0.6B", "qwen3", ("lasttoken", f"Instruct: {TASK}\nQuery:", "", "<|endoftext|>")),
]


@pytest.mark.parametrize(("name", "kind", "expected"), KNOWN, ids=[name for name, _, _ in KNOWN])
def test_a_known_model_pools_and_instructs_as_its_authors_say(
    name: str, kind: str, expected: tuple[str, str, str, str]
) -> None:
    family = encoder_family([name], kind)
    assert family is not None
    assert (family.pooling, family.query, family.passage, family.end) == expected


@pytest.mark.parametrize(
    ("name", "kind"),
    [("my-model", "bert"), ("bge-m3", "bert"), ("bge-reranker-base", "xlm-roberta"), ("qwen3-0.6b", "qwen3")],
)
def test_another_name_or_another_architecture_is_no_known_encoder(name: str, kind: str) -> None:
    assert encoder_family([name], kind) is None


def test_any_of_a_models_names_will_do() -> None:
    assert encoder_family(["encoder", "models--BAAI--bge-m3"], "xlm-roberta") is not None


def test_only_qwen3_reranker_is_a_known_causal_reranker() -> None:
    assert reranker_family(["Qwen3-Reranker-0.6B"], "qwen3") is not None
    assert reranker_family(["Qwen3-0.6B"], "qwen3") is None
    assert reranker_family(["bge-reranker-v2-m3"], "xlm-roberta") is None


def test_the_chat_template_of_qwen3_reranker_ends_where_yes_or_no_is_written() -> None:
    family = reranker_family(["qwen3-reranker"], "qwen3")
    assert family is not None
    messages = [{"role": "query", "content": "有补贴吗"}, {"role": "document", "content": "给予补贴。"}]
    environment = ImmutableSandboxedEnvironment(trim_blocks=True, lstrip_blocks=True)
    assert environment.from_string(family.template).render(messages=messages) == (
        "<|im_start|>system\nJudge whether the Document meets the requirements based on the Query and the "
        'Instruct provided. Note that the answer can only be "yes" or "no".<|im_end|>\n<|im_start|>user\n'
        f"<Instruct>: {TASK}\n<Query>: 有补贴吗\n<Document>: 给予补贴。<|im_end|>\n"
        "<|im_start|>assistant\n<think>\n\n</think>\n\n"
    )


@pytest.mark.parametrize("line", ['pooling = "max"', 'poling = "cls"'])
def test_a_pooling_or_a_key_that_is_not_known_is_refused(tmp_path: Path, line: str) -> None:
    path = tmp_path / "families.toml"
    path.write_text(PATH.read_text(encoding="utf-8").replace('pooling = "cls"', line, 1), encoding="utf-8")
    with pytest.raises(ValidationError, match=r"encoder\.0"):
        Families.load(path)
