"""A model's folder: found by path or hub name, and what its own files say of it."""

import json
import re
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from corpus.errors import ModelError
from index.hub import cached, stay_offline

_LABELS = {"CEYIN_ENCODER": "编码器", "CEYIN_RERANKER": "重排器", "CEYIN_GENERATOR": "生成器"}
_HUB_NAME = re.compile(r"[\w-][\w.-]*(?:/[\w-][\w.-]*)?")
_WEIGHTS = ("*.safetensors", "pytorch_model*.bin")
# Without one of these transformers makes up a tokenizer that knows no word, and says nothing.
_TOKENIZERS = ("tokenizer.json", "vocab.txt", "vocab.json", "*.model")


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """A model's folder on this machine, the model as `given` in the setting, and the setting's name."""

    folder: Path
    given: str
    setting: str

    def refusal(self, reason: str, remedy: str = "") -> ModelError:
        """The error that says why this model cannot be used, and what to do."""
        return _refusal(self.given, self.setting, reason, remedy)

    def read(self, name: str) -> dict[str, Any]:
        """What a JSON file of the folder holds; nothing where there is none.

        Raises:
            ModelError: the file is no JSON object.
        """
        found = self._json(name) or {}
        if not isinstance(found, dict):
            raise self.refusal(f"{name} 读不出来")
        return found

    @property
    def modules(self) -> list[tuple[str, str]]:
        """(class, subfolder) of each module of a sentence-transformers model; of any other, none."""
        modules = self._json("modules.json") or []
        try:
            return [(str(module["type"]), str(module["path"])) for module in modules]
        except (KeyError, TypeError) as error:
            raise self.refusal("modules.json 读不出来") from error

    @property
    def part(self) -> str:
        """The subfolder of weights and tokenizer, with a slash at its end; empty for the folder itself."""
        first = self.modules[0][1] if self.modules else ""
        return f"{first}/" if first else ""

    @property
    def config(self) -> dict[str, Any]:
        """What `config.json` says beside the weights.

        Raises:
            ModelError: there is none; this is no folder of a model.
        """
        config = self.read(f"{self.part}config.json")
        if not config:
            raise self.refusal(
                f"{self.folder} 里没有 {self.part}config.json，不是模型文件夹",
                f"请把 {self.setting} 写成直接装着 config.json 的那一层文件夹。",
            )
        return config

    @property
    def architecture(self) -> str:
        """The class of the model that was saved; empty where the folder does not say."""
        named = self.config.get("architectures")
        return str(named[0]) if isinstance(named, list) and named else ""

    @property
    def names(self) -> Iterable[str]:
        """What the model may be called: by its setting, its folder, the hub's cache, its own file."""
        cache = [part for part in self.folder.parts if part.startswith("models--")]
        origin = str(self.read(f"{self.part}config.json").get("_name_or_path") or "")
        return [Path(name).name for name in (self.given, str(self.folder), origin)] + cache

    def check(self) -> None:
        """Make sure that there are weights and a tokenizer, and that no code of the folder's own is wanted.

        Raises:
            ModelError: that is not so.
        """
        folder = self.folder / self.part
        again = "请重新拷贝整个模型文件夹。"
        if not any(any(folder.glob(pattern)) for pattern in _WEIGHTS):
            raise self.refusal(f"{folder} 里没有权重（model.safetensors 或 pytorch_model.bin）", again)
        if not any(any(folder.glob(pattern)) for pattern in _TOKENIZERS):
            raise self.refusal(f"{folder} 里没有分词器（tokenizer.json 等）", again)
        kind = str(self.config.get("model_type"))
        if "auto_map" in self.config and not _built_in(kind):
            raise self.refusal(
                f"它要运行自己带的程序（model_type 是 {kind}），为了安全不运行",
                "请换一个 transformers 自带其结构的模型（gte-multilingual-base 有转换成 gte 结构的版本）。",
            )

    def _json(self, name: str) -> Any:  # noqa: ANN401
        """What a JSON file of the folder holds, or None where there is none."""
        try:
            return json.loads((self.folder / name).read_text(encoding="utf-8"))
        except FileNotFoundError:
            return None
        except (OSError, ValueError) as error:
            raise self.refusal(f"{name} 读不出来") from error


def located(given: str, setting: str, *, allow_download: bool) -> Checkpoint:
    """Find a model by its folder or hub name; from the network only where downloads are allowed.

    Raises:
        ModelError: it is neither a folder nor in the hub's cache, or cannot be downloaded.
    """
    stay_offline(allow_download=allow_download)
    folder = Path(given).expanduser()
    if folder.is_dir():
        return Checkpoint(folder, given, setting)
    if folder.exists():
        raise _refusal(given, setting, "这是一个文件，不是文件夹", f"请把 {setting} 写成模型所在的文件夹。")
    if not _HUB_NAME.fullmatch(given):
        raise _refusal(given, setting, "没有这个文件夹")
    try:
        return Checkpoint(cached(given, allow_download=allow_download), given, setting)
    except Exception as error:
        if allow_download:
            raise _refusal(
                given, setting, "没有这个文件夹，按名称下载也没有成功", f"请检查网络和 {setting}。"
            ) from error
        raise _refusal(
            given,
            setting,
            "没有这个文件夹，本机也没有下载过叫这个名称的模型，而默认不联网",
            f"请把模型文件夹拷到本机，写进 {setting}；或设 CEYIN_ALLOW_DOWNLOAD=1 允许下载。",
        ) from error


def _built_in(kind: str) -> bool:
    from transformers.models.auto.configuration_auto import CONFIG_MAPPING

    return kind in CONFIG_MAPPING


def _refusal(given: str, setting: str, reason: str, remedy: str = "") -> ModelError:
    return ModelError(f"{_LABELS[setting]} {given} 用不了：{reason}。{remedy or f'请检查 {setting}。'}")
