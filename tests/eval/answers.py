"""Questions, documents and answers that the tests of judging share, made by hand."""

from dataclasses import replace

from corpus.document import Document
from eval.questions import Gold, Question
from service.answer import Answer, Citation, Origin, Statement, Status

# 补贴十万元 is 2 to 7 of 甲, 奖励5万元 is 10 to 15; 补贴8万元 is 0 to 5 of 乙.
TEXTS = {"甲": "企业补贴十万元。院所奖励5万元。", "乙": "补贴8万元。"}
DOCUMENTS = {
    name: Document(name, "题", None, None, None, None, None, None, "a.txt", text)
    for name, text in TEXTS.items()
}
FIRST, SECOND, THIRD = Gold("甲", "补贴十万元"), Gold("甲", "奖励5万元"), Gold("乙", "补贴8万元")
ANY = Question(
    "q", "给多少？", "number", "official", "easy", True, (FIRST, SECOND), "any", ("十万元",), False, "tune"
)
CONFLICT = replace(ANY, gold=(FIRST, THIRD), need="all", conflict=True)
UNANSWERABLE = replace(ANY, type="unanswerable", answerable=False, gold=(), answer_keys=())
CITATION = Citation(1, "甲#1", Origin("甲", "题", None, None, None), (), "补贴十万元", 2, 7)
REFUSED = Answer("给多少？", Status.REFUSED, "没有条款", (), (), (), (), 0.1, (), "g")


def cited(*places: tuple[str, int, int]) -> Answer:
    """An answer of one statement per citation, saying just what it quotes."""
    citations = tuple(
        replace(
            CITATION,
            number=number,
            document=replace(CITATION.document, id=name),
            quote=TEXTS[name][start:end],
            start=start,
            end=end,
        )
        for number, (name, start, end) in enumerate(places, start=1)
    )
    statements = tuple(Statement(citation.quote, (citation.number,)) for citation in citations)
    text = "".join(statement.text for statement in statements)
    return replace(
        REFUSED, status=Status.ANSWERED, text=text, statements=statements, citations=citations, confidence=0.9
    )


ANSWER = cited(("甲", 2, 7))
