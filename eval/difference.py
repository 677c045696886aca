"""What changed between two evaluations: figure by figure, with its chance, and question by question."""

from collections.abc import Sequence
from dataclasses import dataclass

from eval.figures import BY_NAME
from eval.results import Results, Row
from eval.sampling import Estimate, chance, estimate
from eval.variants import Variant

SIGNIFICANT = 0.05
_COMPARED = (Variant.FULL, Variant.NEW_DOCUMENT)
# What a change in one question is told by.
_TOLD = (
    "R@5",
    "key facts",
    "true refusals",
    "false refusals",
    "quotes exact",
    "conflicts found",
    "false alarms",
    "matching recall",
)


@dataclass(frozen=True, slots=True)
class Difference:
    """A figure before and after, over the questions of both.

    The interval is from a paired bootstrap, `p` from a paired randomisation test, not corrected for
    the number of figures compared.
    """

    variant: str
    name: str
    old: float
    new: float
    delta: Estimate
    p: float

    @property
    def moved(self) -> bool:
        """Whether any question changed."""
        return self.old != self.new or self.delta.low != self.delta.high

    @property
    def better(self) -> bool | None:
        """Whether it got better for certain, or worse; None where neither is sure."""
        up = BY_NAME[self.name].up
        if up is None or self.p >= SIGNIFICANT or not self.delta.mean:
            return None
        return (self.delta.mean > 0) == up


@dataclass(frozen=True, slots=True)
class Change:
    """A score of one question that moved; `gain` is positive where it got better."""

    row: Row
    name: str
    old: float
    new: float
    gain: float


def differences(old: Results, new: Results) -> list[Difference]:
    """Every figure that both have, over the questions of both."""
    found = []
    both = shared(old, new)
    for variant in _COMPARED:
        for name in BY_NAME:
            pairs = [
                (before.scores[variant][name], after.scores[variant][name])
                for before, after in both
                if name in before.scores.get(variant, {}) and name in after.scores.get(variant, {})
            ]
            if pairs:
                found.append(_difference(variant, name, pairs))
    return found


def changes(old: Results, new: Results) -> list[Change]:
    """The questions whose scores moved, the losses first, each kind in the order of the set."""
    found = []
    for before, after in shared(old, new):
        was, now = before.scores[Variant.FULL], after.scores[Variant.FULL]
        for name in _TOLD:
            if name in was and name in now and was[name] != now[name]:
                gain = now[name] - was[name] if BY_NAME[name].up else was[name] - now[name]
                found.append(Change(after, name, was[name], now[name], gain))
    return sorted(found, key=lambda change: change.gain > 0)


def shared(old: Results, new: Results) -> list[tuple[Row, Row]]:
    """The rows of the questions that both have, in the same words and with the same golds."""
    before = {(row.id, row.question, row.gold): row for row in old.rows}
    keys = [(row.id, row.question, row.gold) for row in new.rows]
    return [(before[key], row) for key, row in zip(keys, new.rows, strict=True) if key in before]


def remarks(old: Results, new: Results) -> list[str]:
    """What else differs between the two, in Chinese: the models, the thresholds, the questions."""
    before, after = old.setup.parts, new.setup.parts
    found = [
        f"{name}：{before.get(name, '—')} → {after.get(name, '—')}"
        for name in sorted(before.keys() | after.keys())
        if before.get(name) != after.get(name)
    ]
    same = len(shared(old, new))
    if (same, same) != (len(old.rows), len(new.rows)):
        counts = f"原来 {len(old.rows)}，现在 {len(new.rows)}"
        found.append(f"只比较两次都有、题面和答案都没改的 {same} 道题和描述（{counts}）。")
    return found


def _difference(variant: str, name: str, pairs: Sequence[tuple[float, float]]) -> Difference:
    deltas = [now - was for was, now in pairs]
    return Difference(
        variant,
        name,
        old=sum(was for was, _ in pairs) / len(pairs),
        new=sum(now for _, now in pairs) / len(pairs),
        delta=estimate(deltas),
        p=chance(deltas),
    )
