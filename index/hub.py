"""Keeps model libraries from the network."""

import os


def stay_offline(*, allow_download: bool) -> None:
    """Forbid downloads unless they are allowed, and usage reports always; call before a library loads."""
    os.environ["HF_HUB_DISABLE_TELEMETRY"] = "1"
    os.environ["HF_HUB_OFFLINE"] = "0" if allow_download else "1"
