"""A question as typed comes in, a question as searched goes out."""

from functools import cache

from opencc import OpenCC

from corpus.errors import QuestionError
from index.curation import LONGEST as LONGEST
from index.terms import normalised


@cache
def _simplifier() -> OpenCC:
    return OpenCC("t2s")


def understood(question: str) -> str:
    """Half-width, lower-case, simplified form of a question, blanks inside Chinese dropped.

    Raises:
        QuestionError: it is blank, or longer than `LONGEST` characters.
    """
    if len(question) > LONGEST:
        raise QuestionError(f"问题有 {len(question)} 个字，最多 {LONGEST} 个。请把要问的说短一些。")
    try:
        question.encode()
    except UnicodeEncodeError as error:
        raise QuestionError("问题里有不完整的字符，读不了。请重新输入。") from error
    if not any(character.isalnum() for character in question):
        raise QuestionError("问题是空的。请写下要问的内容，例如：高新技术企业有什么税收优惠？")
    simplified: str = _simplifier().convert(normalised(question.strip()))
    return simplified
