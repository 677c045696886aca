"""What is declined whatever was found, and what a refusal says: what is missing, and what to do."""

from collections.abc import Sequence

from corpus.document import Document
from index.cues import cued
from service.bounds import years_asked
from service.shortfall import Shortfall

_NOTHING = "现有文件中没有找到能回答这个问题的条款。"
_SHOWN = "下面列出最接近的条款，供参考。"
_NONE = "请换一种说法，或者先加入谈到这件事的文件。"
_CHAT = (
    "我只回答政策文件里有依据的问题，并逐字引用条款，别的答不了。"
    "请直接写想问的政策，例如：高新技术企业有什么税收优惠？"
)


def is_chat(question: str) -> bool:
    """Whether a normalised question is small talk, or an order, and none about documents."""
    return cued("chat", question)


def is_declined(question: str, short: Shortfall) -> bool:
    """Whether a normalised question is declined however likely it looks.

    So is small talk, and what is about a year or a place that the documents do not speak of.
    """
    return is_chat(question) or bool(short.years) or short.elsewhere


def refusal(question: str, short: Shortfall) -> str:
    """The text of a refusal."""
    if is_chat(question):
        return _CHAT
    if not short.documents:
        return _NOTHING + _NONE
    return _NOTHING + "".join(missing(question, short)) + _SHOWN


def missing(question: str, short: Shortfall) -> list[str]:
    """What a normalised question names or wants and the nearest clauses do not have, in sentences."""
    said = []
    if short.places:
        said.append(f"文件没有涉及{'、'.join(short.places)}。")
    if short.years:
        said.append(_undated(question, short.years, short.documents))
    if not said and short.lack:
        said.append(f"相近的条款没有写明{'、'.join(kind.name for kind in short.lack)}。")
    return said


def _undated(question: str, far: Sequence[str], documents: Sequence[Document]) -> str:
    """That the documents do not speak of years, and, where these lie ahead of them all, how far they go."""
    years = "、".join(f"{year}年" if year.isdecimal() else f"“{year}”时期" for year in far)
    sooner = min(min(taken) for year, taken in years_asked(question) if year in far)
    last = max((document.period[1] for document in documents if document.period), default=sooner)
    until = f"，相近的文件只规定到{last}年" if last < sooner else ""
    return f"文件没有说到{years}{until}。"
