"""What a training run of the generator does: one recipe a profile, read from `profiles.toml`."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from index.training.cooccurrence import Neighbours
from index.training.recipe import Profile
from index.training.sources import TrainingDataError

PATH = Path(__file__).with_name("profiles.toml")


@dataclass(frozen=True, slots=True)
class Shape:
    """The network, a Qwen3: `heads` read and half as many are kept; `inner` is the feed-forward width."""

    dimension: int
    layers: int
    heads: int
    inner: int


@dataclass(frozen=True, slots=True)
class Text:
    """Language modelling: how often the text is gone through, in windows of `length` pieces.

    A share `told` of the pieces is learnt from: the softmax over the vocabulary is most of a step.
    """

    passes: float
    length: int
    batch: int
    rate: float
    told: float


@dataclass(frozen=True, slots=True)
class Writing:
    """One stage of writing from a source: how often each set is gone through, `pieces` to a batch."""

    passes: Mapping[str, float]
    pieces: int
    rate: float


@dataclass(frozen=True, slots=True)
class Recipe:
    """All steps, at this seed."""

    seed: int
    shape: Shape
    neighbours: Neighbours
    text: Text
    practice: Writing
    finetune: Writing

    @classmethod
    def load(cls, profile: Profile, path: Path = PATH) -> "Recipe":
        """Read the recipe of a profile.

        Raises:
            TrainingDataError: the file cannot be read, or what a recipe needs is not in it.
        """
        try:
            held = tomllib.loads(path.read_text(encoding="utf-8"))[profile]
            return cls(
                seed=held["seed"],
                shape=Shape(**held["shape"]),
                neighbours=Neighbours(**held.get("neighbours", {})),
                text=Text(**held["text"]),
                practice=Writing(**held["practice"]),
                finetune=Writing(**held["finetune"]),
            )
        except (OSError, ValueError, KeyError, TypeError) as error:
            raise TrainingDataError(
                f"{path} 里的配方 {profile} 读不出来（{error}）。请照自带的 profiles.toml 写。"
            ) from error
