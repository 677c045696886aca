from collections import Counter

import pytest
import torch

from corpus.errors import ModelError
from service.sampling import Draw

SHARES = torch.tensor([0.05, 0.5, 0.45])


def drawn(draw: Draw, scores: torch.Tensor, times: int = 1) -> Counter[int]:
    left = draw(torch.tensor([]), scores.log().repeat(times, 1))
    assert ((left == 0).sum(1) == 1).all()
    assert (left[left != 0] == -torch.inf).all()
    return Counter(left.argmax(1).tolist())


def test_pieces_are_drawn_by_their_shares_of_the_mass() -> None:
    # 0.5 and 0.45 together are more than 0.9: the third is never drawn.
    found = drawn(Draw(1, 1.0, 0.9, []), SHARES, 2000)
    assert set(found) == {1, 2}
    assert found[1] / 2000 == pytest.approx(0.5 / 0.95, abs=0.04)
    assert set(drawn(Draw(1, 1.0, 0.96, []), SHARES, 2000)) == {0, 1, 2}
    # The likeliest is always left.
    assert drawn(Draw(1, 1.0, 0.1, []), SHARES, 50) == {1: 50}


def test_temperature_brings_the_shares_together_or_apart() -> None:
    # Shares to the power of 1/2: 0.224, 0.707, 0.671.
    found = drawn(Draw(1, 2.0, 1.0, []), SHARES, 4000)
    assert found[0] / 4000 == pytest.approx(0.224 / 1.602, abs=0.03)
    assert drawn(Draw(1, 0.01, 1.0, []), SHARES, 50) == {1: 50}


def test_what_is_banned_is_not_drawn() -> None:
    assert set(drawn(Draw(1, 1.0, 1.0, [1]), SHARES, 500)) == {0, 2}


def test_a_seed_gives_the_same_and_leaves_all_other_chance_alone() -> None:
    torch.manual_seed(5)
    before = torch.get_rng_state()
    first, again, other = (drawn(Draw(seed, 1.0, 1.0, []), SHARES, 300) for seed in (1, 1, 2))
    assert first == again
    assert first != other
    assert torch.equal(torch.get_rng_state(), before)


def test_scores_that_are_no_numbers_are_an_error() -> None:
    with pytest.raises(ModelError, match="不是数的值"):
        Draw(1, 1.0, 0.9, [])(torch.tensor([]), torch.tensor([[0.0, float("nan")]]))
