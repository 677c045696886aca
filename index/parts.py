"""What a long or compound question asks: its story left out, its several questions apart."""

import re

from index.cues import cued, cut
from index.terms import grams

_RAMBLING = 60
_SENTENCE = re.compile(r"[^。!?]*[。!?]*")
_MOST = 5
_SUBSTANCE = 4
"""So many distinct bigrams a part must have to be asked by itself: 怎么申请 alone says too little."""


def essence(question: str) -> str:
    """A normalised question; of a rambling one, only the sentences that ask something."""
    if len(question) <= _RAMBLING:
        return question
    asking = [sentence for sentence in _SENTENCE.findall(question) if cued("asking", sentence)]
    return "".join(asking) or question


def parts(question: str) -> list[str]:
    """The questions that a compound one puts, in order, at most five; empty where it puts one."""
    found = [part.strip(",。!") for part in cut("further", question)]
    found = [part for part in found if len(grams(part)) >= _SUBSTANCE]
    return found[:_MOST] if len(found) > 1 else []
