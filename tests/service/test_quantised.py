import torch
from torch import nn

from service.quantised import ByteLinear, quantise


def layer_of(rows: list[list[float]], bias: list[float] | None) -> nn.Linear:
    layer = nn.Linear(len(rows[0]), len(rows), bias=bias is not None)
    layer.weight.data = torch.tensor(rows)
    if bias is not None:
        layer.bias.data = torch.tensor(bias)
    return layer


def test_each_row_is_rounded_to_steps_of_its_own() -> None:
    # Steps 1/127 and 2/127: 0.5 is 63.5 steps and 0.3 is 19.05; ties go to the even step.
    made = ByteLinear(layer_of([[1.0, -0.5], [0.3, 2.0]], [10.0, 20.0]))
    assert made.weight.tolist() == [[127, -64], [19, 127]]
    out = made(torch.tensor([[1.0, 0.0], [0.0, 1.0]]))
    torch.testing.assert_close(out, torch.tensor([[11.0, 20 + 38 / 127], [10 - 64 / 127, 22.0]]))


def test_a_row_of_zeros_stays_one_and_no_bias_is_none() -> None:
    made = ByteLinear(layer_of([[0.0, 0.0], [1.0, 1.0]], None))
    assert made(torch.tensor([3.0, 4.0])).tolist() == [0.0, 7.0]


def test_a_layer_too_large_to_unpack_at_once_comes_out_in_order() -> None:
    layer = nn.Linear(2000, 700)
    rows = torch.randn(3, 2000)
    assert 700 * 2000 > 1 << 19
    made = ByteLinear(layer)
    whole = rows @ (made.weight.float() * made.step[:, None]).T + layer.bias
    torch.testing.assert_close(made(rows), whole, atol=1e-4, rtol=1e-4)


def test_the_layer_to_keep_is_kept_and_the_rest_is_in_single_precision() -> None:
    model = nn.Sequential(nn.Linear(4, 4), nn.LayerNorm(4), nn.Linear(4, 2)).bfloat16()
    quantise(model, kept=model[2])
    assert [type(part).__name__ for part in model] == ["ByteLinear", "LayerNorm", "Linear"]
    assert {str(weight.dtype) for weight in model.parameters()} == {"torch.float32"}
    assert model[0].weight.dtype is torch.int8
