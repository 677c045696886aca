"""Loads a causal language model from its folder, or says why it cannot be one."""

from typing import Any

from index.checkpoint import Checkpoint
from index.families import encoder_family, reranker_family

_AGAIN = "请重新拷贝整个模型文件夹并核对校验和，或检查 CEYIN_GENERATOR。"


def check_kind(found: Checkpoint) -> None:
    """Refuse models that are made for something else, or whose weights are packed by other programs.

    Raises:
        ModelError: that is so.
    """
    kind, architecture = str(found.config.get("model_type")), found.architecture
    said = found.read("config_sentence_transformers.json").get("model_type")
    if (
        said == "CrossEncoder"
        or architecture.endswith("ForSequenceClassification")
        or reranker_family(found.names, kind)
    ):
        raise found.refusal(
            f"这是重排模型（{architecture}），不会写文字",
            "请把它写进 CEYIN_RERANKER，CEYIN_GENERATOR 另写一个因果语言模型，或设为 none。",
        )
    if len(found.modules) > 1 or encoder_family(found.names, kind) or not _writes(architecture):
        raise found.refusal(
            f"这是编码器（{architecture}），不会写文字",
            "请把它写进 CEYIN_ENCODER，CEYIN_GENERATOR 另写一个因果语言模型，或设为 none。",
        )
    if "quantization_config" in found.config:
        raise found.refusal(
            "它的权重是用别的程序压缩过的（config.json 里有 quantization_config），这里不读",
            "请换成没有压缩的原版；要省内存就设 CEYIN_GENERATOR_DTYPE=int8。",
        )


def loaded(found: Checkpoint, dtype: str) -> tuple[Any, Any]:
    """A causal model on the processor in `float32`, `bfloat16` or `int8`, and its tokenizer.

    Raises:
        ModelError: they cannot be read, are not all there, or do not fit each other.
    """
    import torch
    from transformers import AutoModelForCausalLM, AutoTokenizer, GenerationConfig
    from transformers.utils import logging

    logging.disable_progress_bar()
    logging.set_verbosity_error()
    folder = found.folder / found.part
    # For bytes the weights come as they were saved: there is never more than that and the bytes.
    read = {"float32": torch.float32, "bfloat16": torch.bfloat16}.get(dtype, "auto")
    try:
        tokenizer = AutoTokenizer.from_pretrained(folder, local_files_only=True)
        model, report = AutoModelForCausalLM.from_pretrained(
            folder, dtype=read, local_files_only=True, output_loading_info=True
        )
    except Exception as error:
        raise found.refusal(f"它读不出来（{type(error).__name__}），文件不全或已损坏", _AGAIN) from error
    missing = sorted(report["missing_keys"])
    if missing:
        raise found.refusal(f"权重缺 {len(missing)} 项，如 {missing[0]}", _AGAIN)
    if len(tokenizer) > model.get_input_embeddings().num_embeddings:
        raise found.refusal("分词器的词比权重多，两者不是一套", _AGAIN)
    if dtype == "int8":
        _to_bytes(model)
    # How a maker would have the model sample is not how it is done here.
    model.generation_config = GenerationConfig(eos_token_id=model.generation_config.eos_token_id)
    return model.eval(), tokenizer


def _writes(architecture: str) -> bool:
    """Whether a class of models writes text; one that is not named is tried."""
    from transformers.models.auto.modeling_auto import MODEL_FOR_CAUSAL_LM_MAPPING_NAMES

    known = MODEL_FOR_CAUSAL_LM_MAPPING_NAMES.values()
    return not architecture or any(
        architecture in (one if isinstance(one, tuple) else (one,)) for one in known
    )


def _to_bytes(model: Any) -> None:  # noqa: ANN401
    from service.quantised import quantise

    head, table = model.get_output_embeddings(), model.get_input_embeddings()
    # A last layer that is also the table of pieces is there anyhow.
    quantise(model, head if head is not None and head.weight is table.weight else None)
