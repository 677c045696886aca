"""How an encoder's folder makes vectors of texts: by its own files, else as its family is known to."""

import logging
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, get_args

from index.checkpoint import Checkpoint
from index.families import EncoderFamily, Pooling, encoder_family, reranker_family

LONGEST = 512

_LOG = logging.getLogger(__name__)
_OWN = ("Transformer", "Pooling", "Normalize")
_PASSAGE_PROMPTS = ("document", "passage", "corpus")
# What a folder may want of tokenizer or weights that only sentence-transformers does.
_EXTRAS = (
    "model_args",
    "model_kwargs",
    "tokenizer_args",
    "processor_kwargs",
    "config_kwargs",
)


@dataclass(frozen=True, slots=True)
class Recipe:
    """How texts become vectors.

    `part` is the folder of weights and tokenizer; `query` and `passage` are put before questions and
    before texts, which are cut to `longest` pieces, put in small letters where `lower`, and closed by
    the token `end`, if any. Without a `pooling`, the folder wants what only sentence-transformers does.
    """

    part: Path
    pooling: Pooling | None
    query: str = ""
    passage: str = ""
    end: str = ""
    longest: int = LONGEST
    lower: bool = False

    @property
    def vectors(self) -> str:
        """All that decides the vectors besides the folder's files."""
        return repr((self.pooling, self.query, self.passage, self.end, self.longest, self.lower))


def recipe_of(found: Checkpoint) -> Recipe:
    """Read how an encoder is to be used.

    Raises:
        ModelError: the folder holds no encoder, or not all of one.
    """
    try:
        return _read(found)
    except (AttributeError, IndexError, TypeError, ValueError) as error:
        raise found.refusal("它的说明文件（config.json、modules.json 等）里有读不懂的内容") from error


def _read(found: Checkpoint) -> Recipe:
    modules = found.modules
    if modules and not modules[0][0].endswith(".Transformer"):
        query, passage = _prompts(found.read("config_sentence_transformers.json"))
        return Recipe(found.folder, None, query, passage)
    config = found.config
    family = encoder_family(found.names, str(config.get("model_type")))
    _check_kind(found, family)
    found.check()
    query, passage = _prompts(found.read("config_sentence_transformers.json"))
    if not query and not passage and family:
        query, passage = family.query, family.passage
    own = found.read(f"{found.part}sentence_bert_config.json")
    return Recipe(
        part=found.folder / found.part,
        pooling=_pooling(found, own, family),
        query=query,
        passage=passage,
        end=family.end if family else "",
        longest=min(LONGEST, own.get("max_seq_length") or LONGEST),
        lower=bool(own.get("do_lower_case")),
    )


def _check_kind(found: Checkpoint, family: EncoderFamily | None) -> None:
    """Refuse models that are made for something else, which libraries would load all the same."""
    kind = found.read("config_sentence_transformers.json").get("model_type", "SentenceTransformer")
    config, architecture = found.config, found.architecture
    pooled = len(found.modules) > 1
    reranks = reranker_family(found.names, str(config.get("model_type"))) or (
        not pooled and architecture.endswith("ForSequenceClassification")
    )
    if reranks or kind == "CrossEncoder":
        raise found.refusal(
            f"这是重排模型（{architecture}），不是编码器",
            "请把它写进 CEYIN_RERANKER，CEYIN_ENCODER 另写一个编码器。",
        )
    if kind != "SentenceTransformer":
        raise found.refusal(f"这是 {kind} 一类的模型，这里要的是一段文字一个向量的编码器")
    if architecture.endswith("ForCausalLM") and not pooled and family is None:
        raise found.refusal(
            f"这是写文字的因果语言模型（{architecture}），不是编码器",
            "生成器请写进 CEYIN_GENERATOR；若是 Qwen3-Embedding，请让文件夹名里有 qwen3-embedding，"
            "或者连同 modules.json、1_Pooling 一起拷来。",
        )


def _prompts(said: Mapping[str, Any]) -> tuple[str, str]:
    """What a folder puts before questions and before texts; empty prompts say nothing.

    sentence-transformers writes empty ones into every folder that it saves.
    """
    prompts: Mapping[str, str] = said.get("prompts") or {}
    always = prompts.get(said.get("default_prompt_name") or "") or ""
    passages = (prompts[name] for name in _PASSAGE_PROMPTS if prompts.get(name))
    return prompts.get("query") or always, next(passages, always)


def _pooling(found: Checkpoint, own: Mapping[str, Any], family: EncoderFamily | None) -> Pooling | None:
    """How a folder pools; None where sentence-transformers has to be asked."""
    modules = found.modules
    if modules:
        kinds = tuple(kind.rsplit(".", 1)[-1] for kind, _ in modules)
        theirs = all(kind.startswith("sentence_transformers.") for kind, _ in modules)
        extra = any(own.get(name) for name in _EXTRAS) or set(own.get("modality_config") or {}) - {"text"}
        plain = theirs and not extra and kinds in (_OWN[:2], _OWN)
        return _mode(found.read(f"{modules[1][1]}/config.json")) if plain else None
    if found.config.get("is_encoder_decoder"):
        return None
    if family is None:
        _LOG.warning(
            "编码器 %s 不在已知的模型里，也没有 modules.json：按各词片的平均计算向量，问题前不加指令。"
            "若模型说明另有要求，请连同 modules.json、1_Pooling 一起拷来，或在 families.toml 里加一条。",
            found.given,
        )
    return family.pooling if family else "mean"


def _mode(said: Mapping[str, Any]) -> Pooling | None:
    """The one mode of a Pooling module, written in the new form or the old; None if there is no such."""
    old = {"cls_token": "cls", "mean_tokens": "mean", "lasttoken": "lasttoken"}
    modes = said.get("pooling_mode") or [
        old.get(name.removeprefix("pooling_mode_"), name)
        for name, on in said.items()
        if on is True and name.startswith("pooling_mode_")
    ]
    modes = [modes] if isinstance(modes, str) else modes
    known = len(modes) == 1 and said.get("include_prompt", True)
    return next((mode for mode in get_args(Pooling) if mode == modes[0]), None) if known else None
