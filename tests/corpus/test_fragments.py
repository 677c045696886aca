"""Lines of every kind in any order: whatever they make, nothing is lost, doubled or misplaced."""

from hypothesis import given, settings
from hypothesis import strategies as st

from corpus.canonical import canonical
from corpus.citing import cited_form, find_cited
from corpus.document import Document
from corpus.oddities import oddities
from corpus.printed import printed
from corpus.splitter import split
from corpus.validity import validity_of

LINES = """一、甲
（一）乙
1.丙
1．丙。做。
（1）丁；
①戊
第一条 己
第二条　
第三条之一 庚
第一章 总则
第一节 辛
附件1
附件：1.甲
2020年5月1日
某市人民政府
专栏 1：壬
智能装备：机器人：突破，研发。
能源：
——分项。
一是甲；二是乙。
二是丙。
首先，做；其次，办。
以上两项工作牵头单位：省科技厅
（责任单位：省科技厅）
特此通知。
本办法自2020年1月1日起施行。
目录
各市人民政府：
到2020年，企业达到20家。
附  则
1.1 总则
1.2.3 范围
2.2022年认定20家。
3组织体系
甲、申请人
| a | b |
|---|---|
| 1 | 2 |
**粗体**内容
　　段落。
本章各项由市局负责。
前款规定的情形除外。
《某办法》同时废止。
第一步，建。
㈠ 甲
（一）甲；（二）乙。""".splitlines()


@settings(max_examples=300, deadline=None)
@given(st.lists(st.sampled_from([*LINES, "", " "]), max_size=25))
def test_any_lines_are_cut_into_clauses_that_tile_and_state_what_stands_in_them(lines: list[str]) -> None:
    text, repairs = canonical("\n".join(lines))
    document = Document(
        "d", "题", None, None, "2020-01-01", None, None, (2018, 2020), "d.txt", text, repairs=repairs
    )
    clauses = split(document)
    assert "".join(clause.text for clause in clauses) == (text if text.strip() else "")
    ids = [clause.id for clause in clauses] + [part.id for clause in clauses for part in clause.parts]
    assert len(set(ids)) == len(ids)
    for clause in clauses:
        assert text[clause.start : clause.end] == clause.text
        spans = [(part.start, part.end) for part in clause.parts]
        spans += [(fact.start, fact.end) for fact in clause.facts]
        spans += [(found.start, found.end) for found in clause.references]
        assert all(clause.start <= start < end <= clause.end for start, end in spans)
        assert all(text[found.start : found.end] == found.text for found in clause.references)
        find_cited(cited_form(document, clause), clauses)
    assert clauses == split(document)
    assert isinstance(oddities(document, clauses), list)
    assert validity_of(document, clauses).period == (2018, 2020)
    assert (printed(text).title or "") in text.replace("\n", "")
