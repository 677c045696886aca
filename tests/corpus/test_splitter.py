from hypothesis import given
from hypothesis import strategies as st

from corpus.clause import Kind
from corpus.document import Document
from corpus.splitter import split

POLICY = """各市人民政府：
　　为推动创新，制定本意见。
　　一、总体要求
　　（一）目标
　　到2020年，建成创新型省份。
　　二、任务
　　（一）壮大企业。支持企业发展。（牵头单位：省科技厅；配合单位：省财政厅、各市）
　　1．培育企业。实施计划。
　　（1）认定企业。每年认定一批。
专栏 2：重点领域

机器人：攻关关键技术。
　　（二）人才
　　1．引进人才。给予补贴。
　　2．培养青年。设立基金。
　　（以上两项工作牵头单位：省委组织部、各市）
省人民政府
2016年7月17日
"""


def document(text: str) -> Document:
    return Document("d", "题", None, None, None, None, None, None, "d.txt", text)


def test_a_policy_is_cut_into_its_clauses() -> None:
    assert [(clause.id.removeprefix("d#"), clause.kind) for clause in split(document(POLICY))] == [
        ("p1", Kind.ADDRESSEE),
        ("p2", Kind.PREAMBLE),
        ("1", Kind.HEADING),
        ("1.1", Kind.HEADING),
        ("1.1.p1", Kind.PARAGRAPH),
        ("2", Kind.HEADING),
        ("2.1", Kind.ITEM),
        ("2.1.1", Kind.ITEM),
        ("2.1.1.1", Kind.ITEM),
        ("2.1.1.1.b2", Kind.HEADING),
        ("2.1.1.1.b2.p1", Kind.PARAGRAPH),
        ("2.2", Kind.HEADING),
        ("2.2.1", Kind.ITEM),
        ("2.2.2", Kind.ITEM),
        ("2.2.u", Kind.GOVERNING),
        ("2.2.p1", Kind.SIGNATURE),
        ("2.2.p2", Kind.SIGNATURE),
    ]


def test_the_path_is_the_heading_chain_without_the_bodies() -> None:
    by_id = {clause.id: clause for clause in split(document(POLICY))}
    assert by_id["d#2.1.1"].path == ("二、任务", "（一）壮大企业", "1．培育企业")
    assert by_id["d#2.1.1.1.b2.p1"].path[-1] == "专栏 2：重点领域"
    assert by_id["d#2.2.p2"].path == ()


def test_a_line_that_governs_gives_its_units_to_the_siblings_it_counts() -> None:
    by_id = {clause.id: clause for clause in split(document(POLICY))}
    assert by_id["d#2.1"].lead_units == ("省科技厅",)
    assert by_id["d#2.1"].support_units == ("省财政厅", "各市")
    for governed in ("d#2.2.1", "d#2.2.2"):
        assert by_id[governed].lead_units == ("省委组织部", "各市")
        assert by_id[governed].governor == "d#2.2.u"
    assert by_id["d#2.1.1"].governor is None


def test_a_law_is_cut_at_its_articles_and_not_at_references_to_them() -> None:
    law = "第一章 总则\n第一条 为了创新，制定本法。\n第二条 依照\n第一条规定的情形除外。\n"
    assert [clause.id for clause in split(document(law))] == ["d#1", "d#1.1", "d#1.2", "d#1.2.p1"]


def test_numbers_that_recur_get_ids_of_their_own() -> None:
    ids = [clause.id for clause in split(document("一、甲\n（一）条件\n一、乙\n（一）条件\n"))]
    assert ids == ["d#1", "d#1.1", "d#1~2", "d#1.1~2"]


@given(
    st.text(
        alphabet="一二、（）(1).．专栏 —-①第条章\n　。：甲乙以上三项工作牵头单位2016年7月日", max_size=200
    )
)
def test_clauses_tile_the_text_and_have_ids_of_their_own(text: str) -> None:
    clauses = split(document(text))
    assert "".join(clause.text for clause in clauses) == (text if text.strip() else "")
    assert all(text[clause.start : clause.end] == clause.text for clause in clauses)
    assert len({clause.id for clause in clauses}) == len(clauses)


def test_the_last_item_of_an_article_is_an_item_though_a_paragraph_follows() -> None:
    law = "第二条 申请人应当：\n（一）注册满一年；\n（二）不超过三百人。\n前款条件由省科技厅认定。\n"
    assert [(clause.id, clause.kind) for clause in split(document(law))] == [
        ("d#2", Kind.ITEM),
        ("d#2.1", Kind.ITEM),
        ("d#2.2", Kind.ITEM),
        ("d#2.2.p1", Kind.PARAGRAPH),
    ]
