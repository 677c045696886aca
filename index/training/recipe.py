"""What a training run does: one recipe a profile, read from `profiles.toml`."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from index.training.cooccurrence import Neighbours
from index.training.sources import TrainingDataError

PATH = Path(__file__).with_name("profiles.toml")

Profile = Literal["cpu", "gpu"]


@dataclass(frozen=True, slots=True)
class Shape:
    """The network: without layers, a mean of vectors; with them, a transformer under the mean.

    `inner` is the width of the feed-forward part.
    """

    dimension: int
    layers: int = 0
    heads: int = 1
    inner: int = 0
    dropout: float = 0.0


@dataclass(frozen=True, slots=True)
class Masked:
    """Masked-language pre-training: how often the text is gone through, in windows of `length` pieces.

    A `share` of the pieces is hidden.
    """

    passes: float
    length: int
    batch: int
    rate: float
    share: float


@dataclass(frozen=True, slots=True)
class Contrast:
    """One stage of contrastive training.

    `passes` says how often each set of pairs is gone through, `rate` is the learning rate of the
    layers, `vector_rate` that of the vectors of the pieces. A share `dropped` of all pieces is left out.
    """

    passes: Mapping[str, float]
    batch: int
    vector_rate: float
    rate: float = 0.0
    temperature: float = 0.05
    dropped: float = 0.0


@dataclass(frozen=True, slots=True)
class Recipe:
    """All steps, at this seed; `masked` is none where there are no layers."""

    seed: int
    shape: Shape
    neighbours: Neighbours
    contrast: Contrast
    finetune: Contrast
    masked: Masked | None = None

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
                contrast=Contrast(**held["contrast"]),
                finetune=Contrast(**held["finetune"]),
                masked=Masked(**held["masked"]) if "masked" in held else None,
            )
        except (OSError, ValueError, KeyError, TypeError) as error:
            raise TrainingDataError(
                f"{path} 里的配方 {profile} 读不出来（{error}）。请照 index/training/profiles.toml 的样子写。"
            ) from error
