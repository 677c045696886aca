"""What is said back to an applicant: how it was understood, and what stands in the way."""

from collections.abc import Sequence
from typing import Protocol

from corpus.vocabulary import words
from service.matching.applicant import Applicant, figure
from service.matching.result import Trait, Verdict


class Looked(Protocol):
    """A clause that was looked at."""

    @property
    def elsewhere(self) -> bool:
        """Whether it holds for another region."""
        ...


def traits(applicant: Applicant) -> tuple[Trait, ...]:
    """How the applicant was understood, each with the fact that corrects it."""
    found = [Trait("region", "地区", place.name) for place in applicant.places]
    found += [Trait("kinds", "身份", words("kinds")[key].name) for key in applicant.kinds]
    found += [Trait("wants", "想要", words("benefits")[key].name) for key in applicant.wants]
    for key, value in applicant.measures.items():
        measure = words("measures")[key]
        found.append(Trait(key, measure.name, f"{figure(value)}{measure.unit}"))
    for key, held in applicant.statuses.items():
        found.append(Trait(key, words("statuses")[key].name, "有" if held else "没有"))
    if applicant.inside is not None:
        found.append(Trait("inside", "在园区、高新区内", "是" if applicant.inside else "否"))
    return tuple(found)


def notices(applicant: Applicant, judged: Sequence[Looked], verdicts: Sequence[Verdict]) -> tuple[str, ...]:
    """What the applicant should know: that it was not understood, or that nothing holds for it."""
    if not applicant.known:
        return ("没有看懂是谁、在哪里、想要什么。请写明所在的市、做什么的、想要哪类支持。",)
    if Verdict.APPLIES in verdicts or Verdict.UNKNOWN in verdicts:
        return ()
    if judged and all(one.elsewhere for one in judged):
        places = "、".join(place.name for place in applicant.places)
        return (f"库里的文件都不适用于{places}。请先加入当地的政策文件。",)
    return ("没有找到适用的条款。可以换一种说法，或写明所在的市、身份和想要的支持。",)
