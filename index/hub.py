"""Keeps model libraries from the network, and finds what they once downloaded."""

import os
from pathlib import Path

# The same weights in forms that are not read here.
_NOT_READ = ["onnx/*", "openvino/*", "*.onnx", "*.gguf", "*.h5", "*.msgpack", "*.ot"]


def stay_offline(*, allow_download: bool) -> None:
    """Forbid downloads unless they are allowed, and usage reports always; call before a library loads."""
    os.environ["HF_HUB_DISABLE_TELEMETRY"] = "1"
    os.environ["HF_HUB_OFFLINE"] = "0" if allow_download else "1"


def cached(name: str, *, allow_download: bool) -> Path:
    """The folder of a model of this hub name; raises what the hub's library raises where there is none."""
    from huggingface_hub import snapshot_download

    return Path(snapshot_download(name, local_files_only=not allow_download, ignore_patterns=_NOT_READ))
