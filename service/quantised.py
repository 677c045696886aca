"""Linear layers that keep their weights in one byte each.

Only the weights are rounded, each row to 255 steps of its own; the sums are done in single precision.
That takes a quarter of the memory of single precision and needs no library: `torch.ao` is being taken
out of torch and rounds what goes through the layers too, by a step that depends on what else is in the
batch, and `torchao` was slower on a processor (see models/README.md).
"""

import torch
from torch import nn
from torch.nn import functional

_AT_ONCE = 1 << 19
"""So many weights are unpacked at a time: they stay in the processor's own memory."""


class ByteLinear(nn.Module):
    """A linear layer whose weights are bytes and a step for each row."""

    def __init__(self, layer: nn.Linear) -> None:
        """Round the weights of a layer."""
        super().__init__()
        weight = layer.weight.detach().float()
        step = weight.abs().amax(1).clamp_min(1e-12) / 127
        self.weight: torch.Tensor
        self.step: torch.Tensor
        self.register_buffer("weight", torch.round(weight / step[:, None]).to(torch.int8))
        self.register_buffer("step", step)
        self.bias = None if layer.bias is None else nn.Parameter(layer.bias.detach().float(), False)

    def forward(self, rows: torch.Tensor) -> torch.Tensor:
        """What the layer makes of rows, shape (…, in) → (…, out)."""
        height = max(1, _AT_ONCE // self.weight.shape[1])
        sums = [
            functional.linear(rows, self.weight[start : start + height].float())
            for start in range(0, len(self.weight), height)
        ]
        made = torch.cat(sums, -1) * self.step
        return made if self.bias is None else made + self.bias


def quantise(model: nn.Module, kept: nn.Module | None = None) -> None:
    """Put byte layers in place of a model's linear layers, except `kept`; the rest becomes float32."""
    # By name, one at a time: nothing holds on to the layers that are done with.
    for name in [name for name, _ in model.named_modules()]:
        layer = model.get_submodule(name)
        if isinstance(layer, nn.Linear) and layer is not kept:
            holder, _, last = name.rpartition(".")
            setattr(model.get_submodule(holder), last, ByteLinear(layer))
    model.float()
