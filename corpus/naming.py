"""What a document is called: its title, the shorter names it goes by, its 发文字号."""

import re
from dataclasses import dataclass

OMITTED = "《》〈〉“”‘’「」『』\"'"
"""Marks that stand in a title in one text and not in the next."""
STATUTES = ("法", "法典", "条例")
"""How the titles end that people shorten to what comes behind the country or the province."""

_ALIKE = str.maketrans("［］[]【】（）—–－~～", "〔〕〔〕〔〕()-----", OMITTED)
_TRIAL = re.compile(r"\((?:试行|暂行|修订)\)$")
_YEARS = re.compile(
    r"\((?:19|20)\d{2}(?:年?-(?:19|20)\d{2})?年?版?\)|(?:19|20)\d{2}(?:年?-(?:19|20)\d{2})?年?(?:度|版)?|十[一二三四五六七八九]五"
)
_COUNTRY = "中华人民共和国"
_ABOUT = re.compile("关于")
_REGION = re.compile("[省市区州县]")
_HAN = re.compile("[\u4e00-\u9fff]+")
_NUMBER = re.compile(
    r"(?P<who>[\u4e00-\u9fff]{1,14})\s*"
    r"(?:[〔\[［【（(]\s*(?P<year>(?:19|20)\d{2})\s*[〕\]］】）)]|(?P<typed>(?:19|20)\d{2})(?:年|\s))"
    r"\s*第?\s*(?P<serial>\d{1,5})(?!\d)\s*(?P<sign>号)?"
)


def plain_title(title: str) -> str:
    """A title without title marks, quotes and blanks, its brackets and dashes of one kind."""
    return "".join(title.split()).translate(_ALIKE)


def plain_number(number: str) -> str:
    """A 发文字号 without blanks, its brackets of one kind."""
    return plain_title(number).translate(str.maketrans("()", "〔〕"))


def bare_title(plain: str) -> str:
    """A plain title without (试行) behind it."""
    return _TRIAL.sub("", plain)


def subject_of(plain: str) -> str:
    """What a plain title is about, whatever year or plan it is for: 某市2019年工作要点 is 某市工作要点."""
    return _YEARS.sub("", bare_title(plain))


def short_titles(bare: str) -> set[str]:
    """What else a bare title is called: 关于…的意见 without its issuer, 刑法 without its country."""
    found = {bare[issuer.start() :] for issuer in _ABOUT.finditer(bare)}
    if bare.endswith(STATUTES):
        found.add(bare.removeprefix(_COUNTRY))
        regions = (region.end() for region in _REGION.finditer(bare, 2, 9))
        found |= {bare[end:] for end in regions if _HAN.fullmatch(bare, 0, end)}
    return found - {bare, ""}


@dataclass(frozen=True, slots=True)
class IssueNumber:
    """A 发文字号 in a text; `who` may have words before it that are not part of it: 按照国发.

    `start` and `end` count the text; `certain` says that it is printed as such numbers are.
    """

    who: str
    year: int
    serial: int
    start: int
    end: int
    certain: bool


def issue_numbers(text: str) -> list[IssueNumber]:
    """The numbers in a text, also as they are typed in a hurry: 国发2016 16号."""
    return [
        IssueNumber(
            found["who"],
            int(found["year"] or found["typed"]),
            int(found["serial"]),
            found.start(),
            found.end(),
            certain=bool(found["year"] and found["sign"]),
        )
        for found in _NUMBER.finditer(text)
        if found["year"] or found["sign"]
    ]
