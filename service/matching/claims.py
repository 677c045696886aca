"""What an applicant claims to have, what it says it lacks, and what it only wants."""

import re

from corpus.vocabulary import words

_PHRASE = re.compile("[^，,。！？；!?;、\n]+")
_NOT = re.compile("没(?!问题)|不(?![锈仅但断错])|未(?!来)|非(?!常|公|标)|无(?!人|锡|线|机|纺|菌|缝)|还差")
_NOT_YET = re.compile(
    "(?:证书?|资格|资质|称号|认定|[还也都尚]|目前|暂时|今年){0,3}(?:没有?|未能?)(?:[评认拿办申过入批下通获取]|$)"
)
"""Behind some words: 高企还没评上, 软著没有."""
_PLANNED = re.compile(
    "(?<![理思联梦设])想(?![问知了咨到法])|打算|准备(?!金)|希望|争取(?!到)|正在(?=[评办])|申[请报](?![了过到上下])"
    "|(?:计划|怎么|如何)(?:才能)?(?=[在今明申评办做成拿上])"
)
_TURN = re.compile("但是?|而是|只有")
_INTO = 3
"""So far into some words a denial may stand: 评没评上."""


def claims(text: str) -> dict[str, bool | None]:
    """The certificates that a text speaks of, and whether the applicant has them; None, it only wants to."""
    found: dict[str, bool | None] = {}
    for key, word in words("statuses").items():
        matches = [match for pattern in word.said for match in pattern.finditer(text)]
        told = (not _lacked(text, match) for match in matches if not planned(text, match))
        if matches:
            found[key] = next(told, None)
    return found


def planned(text: str, match: re.Match[str]) -> bool:
    """Whether some words are of what is wanted, and not there yet."""
    return _PLANNED.search(text, _phrase(text, match).start(), match.start()) is not None


def denied(text: str, match: re.Match[str]) -> bool:
    """Whether what stands before some words in their phrase denies them."""
    phrase = _phrase(text, match)
    turns = [turn.end() for turn in _TURN.finditer(text, phrase.start(), match.start())]
    into = min(match.start() + _INTO, match.end())
    return _NOT.search(text, max(turns, default=phrase.start()), into) is not None


def _lacked(text: str, match: re.Match[str]) -> bool:
    """Whether a certificate is denied, before its name or behind it."""
    behind = _NOT_YET.match(text, match.end(), _phrase(text, match).end())
    return behind is not None or denied(text, match)


def _phrase(text: str, match: re.Match[str]) -> re.Match[str]:
    """The phrase in which some words begin."""
    return next(found for found in _PHRASE.finditer(text) if found.end() > match.start())
