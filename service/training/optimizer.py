"""What changes the weights: Muon the matrices of the layers, AdamW the rest."""

from typing import Any

import torch

_DECAY = 0.05
_VECTORS = 0.4


class Together:
    """Two optimizers as one; Muon learns in about two thirds of AdamW's steps here (see LOG.md)."""

    def __init__(self, network: torch.nn.Module, rate: float) -> None:
        """Part the weights; `rate` is the peak learning rate of the matrices."""
        matrices: list[torch.nn.Parameter] = []
        others: list[torch.nn.Parameter] = []
        for name, weight in network.named_parameters():
            (matrices if weight.ndim > 1 and "embed" not in name else others).append(weight)
        self._parts: list[torch.optim.Optimizer] = [
            torch.optim.Muon(matrices, lr=rate, weight_decay=_DECAY, adjust_lr_fn="match_rms_adamw"),
            torch.optim.AdamW(others, lr=_VECTORS * rate, weight_decay=0.0, betas=(0.9, 0.98)),
        ]
        self._peaks = [rate, _VECTORS * rate]
        self._weights = [*matrices, *others]

    def step(self, loss: torch.Tensor, share: float) -> None:
        """Learn from a loss at a share of the peak rates."""
        for part, peak in zip(self._parts, self._peaks, strict=True):
            part.zero_grad()
            for group in part.param_groups:
                group["lr"] = peak * share
        loss.backward()  # type: ignore[no-untyped-call]
        torch.nn.utils.clip_grad_norm_(self._weights, 1.0)
        for part in self._parts:
            part.step()

    def state_dict(self) -> dict[str, Any]:
        """The state of both."""
        return {str(place): part.state_dict() for place, part in enumerate(self._parts)}

    def load_state_dict(self, state_dict: dict[str, Any]) -> None:
        """Take a state over."""
        for place, part in enumerate(self._parts):
            part.load_state_dict(state_dict[str(place)])
