from math import log
from typing import cast

import numpy as np
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st
from transformers import Qwen3ForCausalLM

from service.training.network import (
    END,
    PAD,
    START,
    UNTOLD,
    Example,
    config_of,
    laid_out,
    loss_of,
    network_of,
    network_size,
    told_loss,
)
from service.training.recipe import Shape
from tests.service.written import ASKS, SHAPE, SOURCE, TELLS, VOCABULARY, ids, network

CPU = torch.device("cpu")
A, B, C, D, E = range(4, 9)
NOT = UNTOLD
# Of the source ab a question c and a retelling de are written; of the source c nothing but a question a.
TWO = Example(ids("ab"), [ids("<问>c"), ids("<说>de")])
ONE = Example(ids("c"), [ids("<问>a")])


def test_an_example_takes_its_pieces_two_marks_before_them_and_an_end_to_each_text() -> None:
    assert len(TWO) == 2 + 2 + (2 + 1) + (3 + 1)
    assert len(ONE) == 2 + 1 + (2 + 1)


def test_source_and_texts_stand_behind_each_other_and_every_text_counts_on_from_the_source() -> None:
    layout = laid_out([TWO, ONE], SOURCE, CPU)
    assert layout.ids.tolist() == [
        [START, SOURCE, A, B, ASKS, C, END, TELLS, D, E, END],
        [START, SOURCE, C, ASKS, A, END, PAD, PAD, PAD, PAD, PAD],
    ]
    assert layout.places.tolist() == [
        [0, 1, 2, 3, 4, 5, 6, 4, 5, 6, 7],
        [0, 1, 2, 3, 4, 5, 0, 0, 0, 0, 0],
    ]


def test_what_is_written_is_learnt_to_its_end_and_neither_the_source_nor_the_mark_that_opens_it() -> None:
    assert laid_out([TWO, ONE], SOURCE, CPU).labels.tolist() == [
        [NOT, NOT, NOT, NOT, C, END, NOT, D, E, END, NOT],
        [NOT, NOT, NOT, A, END, NOT, NOT, NOT, NOT, NOT, NOT],
    ]


def test_a_piece_sees_the_source_and_its_own_text_before_it_and_nothing_else() -> None:
    seen = laid_out([TWO, ONE], SOURCE, CPU).seen
    assert seen.shape == (2, 1, 11, 11)
    assert [[place for place, one in enumerate(row) if one] for row in seen[0, 0].tolist()] == [
        [0],
        [0, 1],
        [0, 1, 2],
        [0, 1, 2, 3],
        [0, 1, 2, 3, 4],
        [0, 1, 2, 3, 4, 5],
        [0, 1, 2, 3, 4, 5, 6],
        [0, 1, 2, 3, 7],
        [0, 1, 2, 3, 7, 8],
        [0, 1, 2, 3, 7, 8, 9],
        [0, 1, 2, 3, 7, 8, 9, 10],
    ]
    # The padding of the shorter example is seen by none of its pieces.
    assert not seen[1, 0, :6, 6:].any()
    assert [place for place, one in enumerate(seen[1, 0, 5].tolist()) if one] == [0, 1, 2, 3, 4, 5]


def losses(examples: list[Example]) -> float:
    with torch.no_grad():
        return loss_of(network().eval(), laid_out(examples, SOURCE, CPU)).item()


def plain(example: Example) -> float:
    """The loss of an example of one text, read as any text is: each piece sees all before it."""
    (text,) = example.written
    told = [START, SOURCE, *example.source.tolist(), *text.tolist(), END]
    opening = 2 + len(example.source) + 1
    with torch.no_grad():
        logits = network().eval()(input_ids=torch.tensor([told])).logits[0]
    loss = torch.nn.functional.cross_entropy(logits[opening - 1 : -1], torch.tensor(told[opening:]))
    return loss.item()


def test_the_loss_of_one_text_is_that_of_reading_it_plainly_behind_its_source() -> None:
    assert losses([ONE]) == pytest.approx(plain(ONE), abs=1e-5)


pieces = st.lists(st.integers(A, VOCABULARY - 7), min_size=1, max_size=6).map(
    lambda found: np.array(found, dtype=np.uint16)
)
texts = st.lists(pieces.map(lambda found: np.append(np.uint16(ASKS), found)), min_size=1, max_size=4)


@settings(deadline=None, max_examples=25)
@given(st.lists(st.builds(Example, pieces, texts), min_size=1, max_size=3))
def test_the_loss_of_a_text_does_not_hang_on_the_other_texts_and_examples(examples: list[Example]) -> None:
    alone = [Example(example.source, [text]) for example in examples for text in example.written]
    # A text of n pieces, its mark among them, is told in n steps: all but the mark, and the end.
    told = [len(example.written[0]) for example in alone]
    mean = sum(plain(one) * count for one, count in zip(alone, told, strict=True)) / sum(told)
    assert losses(examples) == pytest.approx(mean, abs=1e-4)


class Reading(torch.nn.Module):
    """What it is shown is what it says."""

    def lm_head(self, states: torch.Tensor) -> torch.Tensor:
        return states


def test_the_mean_of_the_losses_is_over_what_is_told() -> None:
    states = torch.tensor([[[0.0, log(3)], [9.0, 9.0], [log(7), 0.0]]])
    labels = torch.tensor([[1, UNTOLD, 1]])
    # A share of 3 of 4 for what is right, then one of 1 of 8.
    found = told_loss(cast(Qwen3ForCausalLM, Reading()), states, labels).item()
    assert found == pytest.approx((log(4 / 3) + log(8)) / 2, abs=1e-6)


def test_the_vectors_of_the_pieces_have_one_length_and_the_directions_given() -> None:
    start = torch.zeros(VOCABULARY, SHAPE.dimension)
    start[A, 0], start[B, 1] = 3.0, 0.01
    torch.manual_seed(1)
    made = network_of(start, SHAPE)
    table = made.model.embed_tokens.weight.detach()
    assert torch.allclose(table.norm(dim=1), torch.full((VOCABULARY,), 0.5), atol=1e-5)
    assert table[A].tolist() == pytest.approx([0.5] + [0.0] * 15)
    assert table[B].tolist() == pytest.approx([0.0, 0.5] + [0.0] * 14)
    # What the text has not starts at random, each in a direction of its own.
    assert not torch.equal(table[C], table[D])
    assert made.lm_head.weight is made.model.embed_tokens.weight


def test_the_size_counts_shared_weights_once() -> None:
    shape = Shape(dimension=16, layers=3, heads=4, inner=20)
    queries, keys, fed = 16 * 4 * 64, 16 * 2 * 64, 16 * 20
    layer = 2 * queries + 2 * keys + 2 * 64 + 3 * fed + 2 * 16
    assert network_size(config_of(100, shape)) == 100 * 16 + 3 * layer + 16


def test_half_of_the_heads_and_one_at_least_are_kept() -> None:
    kept = [config_of(9, Shape(8, 1, heads, 8)).num_key_value_heads for heads in (1, 2, 6)]
    assert kept == [1, 1, 3]
