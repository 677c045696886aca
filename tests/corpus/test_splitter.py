from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from corpus.canonical import canonical
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
        ("2.1.1.1.b2.1", Kind.ITEM),
        ("2.2", Kind.HEADING),
        ("2.2.1", Kind.ITEM),
        ("2.2.2", Kind.ITEM),
        ("2.2.u", Kind.GOVERNING),
        ("p3", Kind.SIGNATURE),
        ("p4", Kind.SIGNATURE),
    ]


def test_the_path_is_the_heading_chain_without_the_bodies() -> None:
    by_id = {clause.id: clause for clause in split(document(POLICY))}
    assert by_id["d#2.1.1"].path == ("二、任务", "（一）壮大企业", "1．培育企业")
    assert by_id["d#2.1.1.1.b2.1"].path[-2:] == ("专栏 2：重点领域", "机器人")
    assert by_id["d#p4"].path == ()


def test_a_line_that_governs_gives_its_units_to_the_siblings_it_counts() -> None:
    by_id = {clause.id: clause for clause in split(document(POLICY))}
    assert by_id["d#2.1"].lead_units == ("省科技厅",)
    assert by_id["d#2.1"].support_units == ("省财政厅", "各市")
    for governed in ("d#2.2.1", "d#2.2.2"):
        assert by_id[governed].lead_units == ("省委组织部", "各市")
        assert by_id[governed].governor == "d#2.2.u"
    assert by_id["d#2.1.1"].governor is None


def test_a_law_is_cut_at_its_articles_and_not_at_references_to_them() -> None:
    law = "第一章 总则\n第一条 为了创新，制定本法。\n第二条 给予奖励。\n第一条规定的情形除外。\n"
    assert [clause.id for clause in split(document(law))] == ["d#c1", "d#1", "d#2", "d#2.p2"]


def test_numbers_that_recur_get_ids_of_their_own() -> None:
    ids = [clause.id for clause in split(document("一、甲\n（一）条件\n一、乙\n（一）条件\n"))]
    assert ids == ["d#1", "d#1.1", "d#1~2", "d#1.1~2"]


@given(
    st.text(
        alphabet="一二、（）(1).．专栏 —-①②是要第条章\n　。；：甲乙以上三项工作牵头单位2016年7月日附件",
        max_size=200,
    )
)
def test_clauses_tile_the_text_and_have_ids_of_their_own(text: str) -> None:
    clauses = split(document(text))
    assert "".join(clause.text for clause in clauses) == (text if text.strip() else "")
    assert all(text[clause.start : clause.end] == clause.text for clause in clauses)
    ids = [clause.id for clause in clauses] + [part.id for clause in clauses for part in clause.parts]
    assert len(set(ids)) == len(ids)


def test_the_last_item_of_an_article_is_an_item_though_a_paragraph_follows() -> None:
    law = "第二条 申请人应当：\n（一）注册满一年；\n（二）不超过三百人。\n前款条件由省科技厅认定。\n"
    assert [(clause.id, clause.kind) for clause in split(document(law))] == [
        ("d#2", Kind.ITEM),
        ("d#2.1", Kind.ITEM),
        ("d#2.2", Kind.ITEM),
        ("d#2.p2", Kind.PARAGRAPH),
    ]


def addressed(text: str) -> list[tuple[str, str]]:
    """Each clause's address and what it begins with."""
    return [(clause.id.removeprefix("d#"), clause.text.strip()[:6]) for clause in split(document(text))]


def test_an_article_has_numbered_paragraphs_that_hold_their_own_items() -> None:
    law = """第二章 奖励
第八条之一 有下列情形之一的，给予奖励：
（一）成果显著的；
（二）服务企业，包括：
1.咨询；
2.培训。
前款奖励由市政府发放。
有下列情形的除外：
（一）弄虚作假的。
"""
    clauses = split(document(law))
    assert [(clause.id, clause.path[1:]) for clause in clauses[1:]] == [
        ("d#8-1", ("第八条之一",)),
        ("d#8-1.1", ("第八条之一", "（一）成果显著的")),
        ("d#8-1.2", ("第八条之一", "（二）服务企业，包括：")),
        ("d#8-1.2.1", ("第八条之一", "（二）服务企业，包括：", "1.咨询")),
        ("d#8-1.2.2", ("第八条之一", "（二）服务企业，包括：", "2.培训")),
        ("d#8-1.p2", ("第八条之一", "第二款")),
        ("d#8-1.p3", ("第八条之一", "第三款")),
        ("d#8-1.p3.1", ("第八条之一", "第三款", "（一）弄虚作假的")),
    ]


def test_a_paragraph_after_the_last_item_belongs_to_the_chapter() -> None:
    text = """一、支持企业
1.研发补助。给予补助。
2.贷款贴息。给予贴息。
同一企业每年申报一次。
二、附则
3.解释。由市科技局解释。
同一事项按就高不重复原则执行。
本措施自2020年6月1日起施行。
"""
    assert addressed(text)[3:] == [
        ("1.p1", "同一企业每年"),
        ("2", "二、附则"),
        ("2.3", "3.解释。由"),
        ("p1", "同一事项按就"),
        ("p2", "本措施自20"),
    ]
    assert [clause.kind for clause in split(document(text))[-2:]] == [Kind.CLOSING, Kind.CLOSING]


def test_a_paragraph_between_two_items_belongs_to_the_first() -> None:
    text = "一、任务\n1.甲。做甲。\n还要做甲。\n2.乙。做乙。\n二、其他\n"
    assert ("1.1.p1", "还要做甲。") in addressed(text)


def test_a_summary_belongs_to_the_chapter_it_sums_up() -> None:
    text = "一、形势\n（一）机遇\n1.甲。有甲。\n2.乙。有乙。\n面对上述新形势，必须努力。\n二、任务\n做。\n"
    assert ("1.p1", "面对上述新形") in addressed(text)


def test_styles_nest_in_whatever_order_a_document_uses_them() -> None:
    text = """1. 研发补助
（一）申报条件
①在本市注册；
②有研发活动。
（二）补助标准
按50%补助。
2. 贷款贴息
（一）申报条件
在本市注册。
"""
    assert addressed(text) == [
        ("1", "1. 研发补"),
        ("1.1", "（一）申报条"),
        ("1.1.1", "①在本市注册"),
        ("1.1.2", "②有研发活动"),
        ("1.2", "（二）补助标"),
        ("1.2.p1", "按50%补助"),
        ("2", "2. 贷款贴"),
        ("2.1", "（一）申报条"),
        ("2.1.p1", "在本市注册。"),
    ]


def test_numbers_may_run_on_through_the_chapters() -> None:
    text = "一、甲\n（一）子甲\n1.事一\n2.事二\n（二）子乙\n3.事三\n二、乙\n（三）子丙\n4.事四\n"
    assert [address for address, _ in addressed(text)] == [
        *("1", "1.1", "1.1.1", "1.1.2", "1.2", "1.2.3", "2", "2.3", "2.3.4"),
    ]


def test_decimal_numbers_nest_by_their_length() -> None:
    text = "1 总则\n1.1 目的\n为了规范。\n1.2 范围\n1.2.1 企业\n1.2.2 高校\n2 要求\n2.1 条件\n"
    assert [address for address, _ in addressed(text)] == [
        *("1", "1.1", "1.1.p1", "1.2", "1.2.1", "1.2.2", "2", "2.1"),
    ]


def test_a_letter_an_annex_and_what_closes_them_are_told_apart() -> None:
    text = """某市人民政府关于印发若干措施的通知
某政发〔2020〕5号
各区人民政府：
现印发给你们，请认真执行。
附件：1.若干措施
2.任务清单
某市人民政府
2020年5月1日
（此件公开发布）
附件1
若干措施
一、支持研发
给予补助。
附件2
任务清单
1.建平台
"""
    assert [(clause.id.removeprefix("d#"), clause.kind) for clause in split(document(text))] == [
        ("p1", Kind.TITLE),
        ("p2", Kind.FRONT),
        ("p3", Kind.ADDRESSEE),
        ("p4", Kind.PREAMBLE),
        ("p5", Kind.ATTACHMENT),
        ("p6", Kind.ATTACHMENT),
        ("p7", Kind.SIGNATURE),
        ("p8", Kind.SIGNATURE),
        ("p9", Kind.IMPRINT),
        ("f1", Kind.ATTACHMENT),
        ("f1.p1", Kind.TITLE),
        ("f1.1", Kind.HEADING),
        ("f1.1.p1", Kind.PARAGRAPH),
        ("f2", Kind.ATTACHMENT),
        ("f2.p1", Kind.TITLE),
        ("f2.1", Kind.ITEM),
    ]


def test_a_table_of_contents_is_no_heading() -> None:
    text = "目　录\n第一章 总则……1\n第二章 附则……9\n第一章 总则\n第一条 目的。\n第二章 附则\n第二条 施行。\n"
    clauses = split(document(text))
    assert [clause.kind for clause in clauses[:3]] == [Kind.CONTENTS] * 3
    assert [clause.id for clause in clauses[3:]] == ["d#c1", "d#1", "d#c2", "d#2"]


def test_a_list_of_chapters_without_a_title_is_no_heading_either() -> None:
    text = "第一章总则\n第二章附则\n第一章总则\n第一条目的。\n第二章附则\n第二条施行。\n"
    clauses = split(document(text))
    assert [clause.kind for clause in clauses[:2]] == [Kind.CONTENTS] * 2
    assert [clause.id for clause in clauses[2:]] == ["d#c1", "d#1", "d#c2", "d#2"]


def test_the_items_of_a_box_have_their_labels_and_groups() -> None:
    text = """1.培育产业。要培育。
专栏 2：重点领域
智能装备：机器人：突破核心部件，形成产品。
数控机床：攻关高速、高精技术。
能源装备：
核电装备：开展研制，达到自主。
2.其他。
"""
    assert [(clause.id.removeprefix("d#"), clause.path[2:]) for clause in split(document(text))[2:-1]] == [
        ("1.b2.1", ("智能装备",)),
        ("1.b2.1.1", ("智能装备", "机器人")),
        ("1.b2.1.2", ("智能装备", "数控机床")),
        ("1.b2.2", ("能源装备",)),
        ("1.b2.2.1", ("能源装备", "核电装备")),
    ]


def test_a_bold_label_inside_a_line_of_a_box_opens_an_item() -> None:
    raw = "专栏 1：装备\n新能源汽车：以整车为龙头，培育零部件。**通用航空：**开展关键技术研发。\n"
    text, repairs = canonical(raw)
    clauses = split(replace(document(text), repairs=repairs))
    assert [clause.path[-1] for clause in clauses[1:]] == ["新能源汽车", "通用航空"]
    assert "".join(clause.text for clause in clauses) == text


def test_what_is_enumerated_inside_a_clause_has_an_address_and_the_clause_stays_whole() -> None:
    text = "1.机遇。一是战略带来机遇。\n二是振兴带来机遇。\n2.问题。一是投入不足；二是体制不顺。\n"
    clauses = split(document(text))
    assert [clause.id.removeprefix("d#") for clause in clauses] == ["1", "1.e2", "2"]
    parts = {
        part.id.removeprefix("d#"): document(text).text[part.start : part.end]
        for clause in clauses
        for part in clause.parts
    }
    assert parts == {"1.e1": "一是战略带来机遇。", "2.e1": "一是投入不足；", "2.e2": "二是体制不顺。"}
    assert clauses[2].text == "2.问题。一是投入不足；二是体制不顺。\n"


def test_a_clause_that_is_too_long_is_cut_at_its_sentences_and_keeps_its_path_and_units() -> None:
    sentence = "支持企业开展研发活动。" * 10
    text = f"一、任务\n（一）支持企业。{sentence * 15}（牵头单位：省科技厅）\n"
    first, second = split(document(text))[1:]
    assert (first.id, second.id) == ("d#1.1", "d#1.1+2")
    assert first.path == second.path
    assert first.lead_units == second.lead_units == ("省科技厅",)
    assert len(first.text) <= 1200
    assert first.text.endswith("。")


def test_the_last_of_a_sequence_is_numbered_after_the_one_before_it() -> None:
    text = "一、步骤\n首先，摸底。\n其次，立项。\n最后，验收。\n"
    assert [address for address, _ in addressed(text)] == ["1", "1.e1", "1.e2", "1.e3"]


def test_a_box_at_the_top_and_a_dot_in_the_name_of_a_document_mislead_nobody() -> None:
    boxed = split(document("专栏 1：领域\n材料：钢铁：研发技术。化工：研发催化剂。\n"))
    assert [clause.path[1:] for clause in boxed[1:]] == [("材料",), ("材料", "钢铁")]
    assert boxed[-1].text == "钢铁：研发技术。化工：研发催化剂。\n"
    assert [part.title for part in boxed[-1].parts] == ["钢铁", "化工"]
    plan = replace(
        document("一、目标\n（一）甲：到2020年，企业达到20家。乙：达到30家。\n"), id="plan.beijing"
    )
    item = split(plan)[-1]
    assert item.parts == ()
    assert [fact.scope for fact in item.facts] == ["", ""]


def test_an_indented_line_that_says_who_leads_governs_its_siblings() -> None:
    text = "一、甲\n　　1.乙。做乙。\n　　2.丙。做丙。\n　　以上两项工作由省科技厅负责。\n\n"
    by_id = {clause.id: clause for clause in split(document(text))}
    assert by_id["d#1.1"].lead_units == by_id["d#1.2"].lead_units == ("省科技厅",)
