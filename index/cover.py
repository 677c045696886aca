"""Makes room among the first hits for what a question asks for besides its best clause."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from itertools import zip_longest

from corpus.clause import Clause
from index.hit import Hit

_EACH = 2
"""So many of the best clauses of every part of a compound question are among the first."""
_AFTER = 3
_LED = 3
"""Governing lines are looked for behind so many of the best clauses."""


def covering(hits: list[Hit], parts: Sequence[list[Hit]], k: int) -> list[Hit]:
    """The hits of a compound question, the best ones of every part among the first `k`.

    The first three stay where they are; where there is too little room behind them, the second best
    clauses of the parts give way. A clause that is moved up gets the score of the one it now follows,
    and `why` says so.
    """
    ahead = max(1, min(_AFTER, k - 1))
    settled = {hit.clause.id for hit in hits[:ahead]}
    wanted = [hit for hit in _best(parts) if hit.clause.id not in settled][: k - ahead]
    found, moved = hits, list[Hit]()
    # What is moved up may push out another that is wanted, which is then moved up too.
    while late := [hit for hit in wanted if hit.clause.id not in {other.clause.id for other in found[:k]}]:
        moved += late
        found = hits
        for place, hit in enumerate(moved, ahead):
            found = _placed(found, place, hit, "part")
    return found


def governed(hits: list[Hit], clauses: Mapping[str, Clause]) -> list[Hit]:
    """The hits, each line that says who leads the best of them right behind the first it governs."""
    found = list(hits)
    for hit in hits[:_LED]:
        line = clauses.get(hit.clause.governor or "")
        order = [other.clause.id for other in found]
        place = order.index(hit.clause.id)
        if line is not None and line.id not in order[: place + 2]:
            held = found[order.index(line.id)] if line.id in order else Hit(line, 0.0, {}, hit.similarity)
            found = _placed(found, place + 1, held, "governing")
    return found


def _best(parts: Sequence[list[Hit]]) -> list[Hit]:
    """The best hits of every part, each clause once: first the best of each, then the second best."""
    found: dict[str, Hit] = {}
    for rank in zip_longest(*(part[:_EACH] for part in parts)):
        for hit in filter(None, rank):
            found.setdefault(hit.clause.id, hit)
    return list(found.values())


def _placed(hits: list[Hit], place: int, hit: Hit, reason: str) -> list[Hit]:
    """The hits with one put at a place, or moved up to it, for a reason."""
    rest = [other for other in hits if other.clause.id != hit.clause.id]
    place = min(place, len(rest))
    if place == 0:
        return [hit, *rest]
    score = rest[place - 1].score
    lifted = round(score - hit.score, 4)
    why = {**hit.why, reason: lifted} if lifted else hit.why
    return [*rest[:place], replace(hit, score=score, why=why), *rest[place:]]
