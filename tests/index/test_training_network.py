import numpy as np
import pytest
import torch

from index.training.network import Contextual, Mean, network_of, padded
from index.training.recipe import Shape
from tests.index.packs import SMALL, VOCABULARY, A, B, ids


def contextual() -> Contextual:
    torch.manual_seed(1)
    network = Contextual(torch.randn(VOCABULARY, SMALL.dimension), SMALL)
    # At the start all pieces attend to all alike; trained ones do not, and no more do these.
    for weight in network.model.layers.parameters():
        weight.data *= 30
    return network.eval()


def test_a_mean_is_the_mean_of_the_pieces_vectors_at_unit_length() -> None:
    start = torch.zeros(VOCABULARY, 2)
    start[A], start[B] = torch.tensor([3.0, 0.0]), torch.tensor([0.0, 4.0])
    # a and b are (1.5, 2) in the mean, of length 2.5; the longer vector counts more.
    found = Mean(start)([ids("ab"), ids("b"), ids("aba")]).detach()
    assert torch.allclose(found[0], torch.tensor([0.6, 0.8]))
    assert torch.allclose(found[1], torch.tensor([0.0, 1.0]))
    assert torch.allclose(found[2], torch.tensor([6.0, 4.0]) / 52**0.5)


def test_a_mean_starts_from_a_copy_of_the_vectors() -> None:
    start = torch.ones(VOCABULARY, 2)
    network = Mean(start)
    network.table.data.zero_()
    assert start.min() == 1


def test_a_transformer_gives_a_text_the_same_vector_alone_and_beside_longer_ones() -> None:
    network = contextual()
    with torch.no_grad():
        alone = network([ids("abc")])[0]
        among = network([ids("x" * 30), ids("abc"), ids("q")])[1]
    assert torch.allclose(alone, among, atol=1e-5)
    assert float(alone.norm()) == pytest.approx(1, abs=1e-5)


def test_a_transformer_sees_the_order_of_the_pieces_and_a_mean_does_not() -> None:
    with torch.no_grad():
        one, other = contextual()([ids("abcd"), ids("dcba")])
        assert float(one @ other) < 0.999
        one, other = Mean(torch.randn(VOCABULARY, 8))([ids("abcd"), ids("dcba")])
    assert torch.allclose(one, other, atol=1e-6)


def test_a_transformer_starts_from_the_directions_of_the_vectors() -> None:
    start = torch.randn(VOCABULARY, SMALL.dimension)
    table = Contextual(start, SMALL).table
    assert torch.allclose(table, 0.5 * start / start.norm(dim=1, keepdim=True), atol=1e-6)


def test_the_layers_say_which_network_it_is() -> None:
    start = torch.randn(VOCABULARY, SMALL.dimension)
    assert isinstance(network_of(start, Shape(dimension=16)), Mean)
    network = network_of(start, SMALL)
    assert isinstance(network, Contextual)
    assert (network.model.config.num_hidden_layers, network.model.config.hidden_size) == (1, 16)


def test_texts_are_filled_up_with_padding() -> None:
    assert np.array_equal(padded([ids("a"), ids("abb")]), [[A, 0, 0], [A, B, B]])
