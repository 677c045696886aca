from pathlib import Path

import pytest
import torch

from service.training.optimizer import Together
from tests.service.written import network

PIECES = torch.tensor([[2, 31, 4, 5, 6, 3]])


def learn(trained: torch.nn.Module, optimizer: Together, share: float = 1.0) -> None:
    optimizer.step(trained(input_ids=PIECES, labels=PIECES).loss, share)


def changed(before: dict[str, torch.Tensor], after: torch.nn.Module) -> set[str]:
    return {name for name, value in after.named_parameters() if not torch.equal(value, before[name])}


def copied(trained: torch.nn.Module) -> dict[str, torch.Tensor]:
    return {name: value.clone() for name, value in trained.state_dict().items()}


def test_every_weight_is_learnt_the_matrices_of_the_layers_by_the_first_and_the_rest_by_the_other() -> None:
    trained = network()
    before, optimizer = copied(trained), Together(trained, rate=0.1)
    learn(trained, optimizer)
    assert changed(before, trained) == {name for name, _ in trained.named_parameters()}
    matrices, others = (optimizer.state_dict()[part] for part in "01")
    # In each of two layers q, k, v and o, and three of the feed-forward part.
    assert len(matrices["state"]) == 2 * 7
    # The vectors of the pieces, four norms in each layer and one at the end.
    assert len(others["state"]) == 1 + 2 * 4 + 1
    assert all("exp_avg_sq" in held for held in others["state"].values())
    assert not any("exp_avg_sq" in held for held in matrices["state"].values())


def test_the_rates_are_a_share_of_their_peaks_that_of_the_vectors_two_fifths() -> None:
    trained = network()
    optimizer = Together(trained, rate=0.1)
    for share in (0.5, 0.25):
        learn(trained, optimizer, share)
        rates = [optimizer.state_dict()[part]["param_groups"][0]["lr"] for part in "01"]
        assert rates == pytest.approx([0.1 * share, 0.04 * share])


def test_at_a_share_of_nothing_nothing_is_learnt() -> None:
    trained = network()
    before = copied(trained)
    learn(trained, Together(trained, rate=0.1), share=0.0)
    assert changed(before, trained) == set()


def test_a_step_forgets_the_gradients_of_the_one_before() -> None:
    twice, once = network(), network()
    learn(twice, Together(twice, rate=0.0))
    learn(twice, Together(twice, rate=0.1))
    learn(once, Together(once, rate=0.1))
    assert changed(copied(once), twice) == set()


def test_the_state_of_both_goes_through_a_file_and_is_gone_on_with(tmp_path: Path) -> None:
    trained = network()
    optimizer = Together(trained, rate=0.1)
    for _ in range(2):
        learn(trained, optimizer)
    torch.save((trained.state_dict(), optimizer.state_dict()), tmp_path / "state.pt")
    learn(trained, optimizer)
    weights, state = torch.load(tmp_path / "state.pt", weights_only=True)
    gone_on, anew = network(seed=2), network(seed=2)
    for other in (gone_on, anew):
        other.load_state_dict(weights)
    again = Together(gone_on, rate=0.1)
    again.load_state_dict(state)
    learn(gone_on, again)
    assert changed(copied(trained), gone_on) == set()
    # What was remembered counts: without it the same step leads elsewhere.
    learn(anew, Together(anew, rate=0.1))
    assert changed(copied(trained), anew) == {name for name, _ in trained.named_parameters()}
