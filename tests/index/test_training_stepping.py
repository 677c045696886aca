import math
import random
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st

from index.training.contrastive import Contrasting
from index.training.masked import Masking
from index.training.network import Contextual, Mean, Network
from index.training.recipe import Contrast, Masked
from index.training.stepping import Stage, Step, chosen_device, faded, precision, rounds
from tests.index.packs import MASK, SMALL, VOCABULARY, small
from tests.stages import CutOff, cut_off, done, same

STEPS = 12
RECIPE = Contrast(passes={"asked": 2, "weak": 2}, batch=4, vector_rate=1e-2, rate=1e-3, dropped=0.2)
HIDDEN = Masked(passes=4, length=16, batch=4, rate=1e-3, share=0.3)


def mean() -> Mean:
    torch.manual_seed(1)
    return Mean(torch.randn(VOCABULARY, 8))


def contextual() -> Contextual:
    torch.manual_seed(1)
    network = Contextual(torch.randn(VOCABULARY, SMALL.dimension), SMALL)
    network.train()
    return network


def contrasting(network: Network) -> Contrasting:
    return Contrasting(network, small().sets, RECIPE, 1)


def masking(network: Network) -> Masking:
    assert isinstance(network, Contextual)
    return Masking(network, small().text, HIDDEN, MASK, 1)


@pytest.mark.parametrize(
    ("network", "staged"),
    [(mean, contrasting), (contextual, contrasting), (contextual, masking)],
    ids=["mean", "contextual", "masked"],
)
def test_cut_off_and_gone_on_with_gives_bit_for_bit_what_it_gives_unbroken(
    network: Callable[[], Network], staged: Callable[[Network], Stage], tmp_path: Path
) -> None:
    whole, _ = done(staged(network()), tmp_path / "whole")
    steps = len(staged(network()))
    for number in (3, 5):
        cut_off(staged(network()), number, tmp_path / "broken")
    broken, said = done(staged(network()), tmp_path / "broken")
    assert said[0] == f"stage: goes on after step 5 of {steps}"
    assert same(broken, whole)
    records = [(tmp_path / name / "stage.tsv").read_text(encoding="utf-8") for name in ("whole", "broken")]
    assert records[0] == records[1]
    assert [line.split("\t")[0] for line in records[0].splitlines()] == [str(n) for n in range(steps)]


def test_a_run_of_the_same_seed_gives_the_same_and_of_another_seed_another(tmp_path: Path) -> None:
    one, two = (done(contrasting(contextual()), tmp_path / name)[0] for name in ("one", "two"))
    assert same(one, two)
    other, _ = done(Contrasting(contextual(), small().sets, RECIPE, 2), tmp_path / "other")
    assert not same(one, other)


def test_a_run_cut_off_before_its_first_checkpoint_begins_anew(tmp_path: Path) -> None:
    whole, _ = done(contrasting(mean()), tmp_path / "whole")
    cut_off(contrasting(mean()), 5, tmp_path / "broken", every=1e9)
    assert list((tmp_path / "broken").iterdir()) == []
    broken, said = done(contrasting(mean()), tmp_path / "broken")
    assert said[0].startswith(f"stage {STEPS}/{STEPS} ")
    assert same(broken, whole)


def test_a_checkpoint_of_another_fingerprint_is_not_gone_on_with(tmp_path: Path) -> None:
    whole, _ = done(contrasting(mean()), tmp_path / "whole")
    cut_off(Contrasting(mean(), small().sets, RECIPE, 2), 5, tmp_path / "other")
    other, said = done(contrasting(mean()), tmp_path / "other", fingerprint="乙")
    assert said[0].startswith("stage: begins anew")
    assert [line.split(" asked")[0] for line in said[1:]] == [f"stage {STEPS}/{STEPS}"]
    assert same(other, whole)
    lines = (tmp_path / "other" / "stage.tsv").read_text(encoding="utf-8").splitlines()
    assert [line.split("\t")[0] for line in lines] == [str(n) for n in range(STEPS)]


def test_losses_of_steps_that_no_checkpoint_holds_are_saved_once_all_the_same(tmp_path: Path) -> None:
    done(contrasting(mean()), tmp_path / "whole")
    cut_off(contrasting(mean()), 5, tmp_path / "broken")
    record = tmp_path / "broken" / "stage.tsv"
    # As if it had been cut off after the losses of two more steps were written, and before the checkpoint.
    record.write_text(record.read_text(encoding="utf-8") + "5\tasked\t9.9\n6\tweak\t9.9\n", encoding="utf-8")
    done(contrasting(mean()), tmp_path / "broken")
    assert record.read_text(encoding="utf-8") == (tmp_path / "whole" / "stage.tsv").read_text(
        encoding="utf-8"
    )


def test_a_stage_that_is_over_is_taken_over_without_a_step(tmp_path: Path) -> None:
    whole, _ = done(contrasting(mean()), tmp_path)
    again, said = done(CutOff(contrasting(mean()), 0), tmp_path)
    assert said == [f"stage: goes on after step {STEPS} of {STEPS}"]
    assert same(again, whole)


def test_nothing_half_written_is_left_behind(tmp_path: Path) -> None:
    done(contrasting(mean()), tmp_path)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["stage.pt", "stage.tsv"]


class Counting:
    """A stage that learns nothing; the loss of step n is n."""

    def __init__(self, steps: int) -> None:
        self.network = torch.nn.Linear(1, 1)
        self.optimizer = torch.optim.SGD(self.network.parameters())
        self._steps = steps

    def __len__(self) -> int:
        return self._steps

    def step(self, number: int) -> Step:
        return Step("odd" if number % 2 else "even", float(number))


def test_every_50_steps_and_at_the_end_the_means_of_the_last_losses_are_told(tmp_path: Path) -> None:
    # Even numbers up to 48 are 24 in the mean, odd ones up to 49 are 25.
    _, said = done(Counting(120), tmp_path, every=1e9)
    assert said == [
        "stage 50/120 even 24.000 odd 25.000",
        "stage 100/120 even 49.000 odd 50.000",
        "stage 120/120 even 59.000 odd 60.000",
    ]


def test_losses_are_saved_with_their_step_and_set(tmp_path: Path) -> None:
    done(Counting(3), tmp_path)
    text = (tmp_path / "stage.tsv").read_text(encoding="utf-8")
    assert text == "0\teven\t0.0000\n1\todd\t1.0000\n2\teven\t2.0000\n"


def test_a_stage_of_no_steps_is_over_at_once(tmp_path: Path) -> None:
    assert done(Counting(0), tmp_path)[1] == []


def test_the_rate_rises_over_the_first_steps_and_then_falls() -> None:
    # Of 100 steps the first 5 warm up; at the end a hundredth is left.
    assert [faded(number, 100) for number in (0, 4, 50, 99)] == pytest.approx([0.2, 0.96, 0.5, 0.01])
    assert faded(0, 1) == 1.0


def test_a_pass_is_a_new_order_of_all_rows_and_a_part_of_a_pass_takes_a_part_of_them() -> None:
    found = rounds(range(100, 108), 2.25, random.Random(1))
    # Twice all eight, and a quarter of eight.
    assert len(found) == 18
    assert sorted(found[:8]) == sorted(found[8:16]) == list(range(100, 108))
    assert found[:8] != found[8:16]
    assert len(set(found[16:])) == 2
    assert rounds(range(100, 108), 2.25, random.Random(1)) == found
    assert rounds(range(100, 108), 2.25, random.Random(2)) != found


def test_no_pass_takes_no_row() -> None:
    assert rounds(range(8), 0, random.Random(1)) == []
    assert rounds([], 3, random.Random(1)) == []


@given(st.integers(0, 30), st.integers(0, 12).map(lambda quarters: quarters / 4), st.integers(0, 9))
def test_no_row_is_taken_twice_before_every_other_is_taken_once(rows: int, passes: float, seed: int) -> None:
    found = rounds(range(rows), passes, random.Random(seed))
    assert len(found) == rows * math.floor(passes) + round(rows * (passes % 1))
    counts = Counter(found)
    assert all(math.floor(passes) <= counts[row] <= math.ceil(passes) for row in range(rows))


def test_the_device_is_a_gpu_where_there_is_one() -> None:
    assert chosen_device() == torch.device("cuda" if torch.cuda.is_available() else "cpu")


def test_products_are_of_bfloat16_where_the_processor_multiplies_it() -> None:
    capable = torch.cpu.get_capabilities()
    quick = bool(capable.get("amx_bf16") or capable.get("avx512_bf16"))
    with precision(torch.device("cpu")):
        product = torch.ones(2, 2) @ torch.ones(2, 2)
    assert product.dtype == (torch.bfloat16 if quick else torch.float32)
