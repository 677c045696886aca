"""What a search can be asked to do without."""

from enum import StrEnum


class Leg(StrEnum):
    """A way by which clauses are found, as `Hit.why` and `--without` name it."""

    LEXICAL = "lexical"
    LEXICON = "lexicon"
    ASKED = "asked-as"
    DENSE = "dense"
    TRANSLATION = "translation"
