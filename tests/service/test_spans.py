from corpus.clause import Clause, Kind
from service.spans import candidates, trimmed


def clause(text: str, *path: str) -> Clause:
    return Clause("d#1", "d", path, Kind.ITEM, 100, 100 + len(text), text)


def spans(held: Clause) -> list[str]:
    return [held.text[start:end] for start, end in candidates(held)]


def test_sentences_are_candidates_without_mark_heading_and_units() -> None:
    held = clause(
        "　　10.培育企业。实施三年倍增计划。开展评价入库；落实优惠政策。（责任单位：省科技厅）\n",
        "三、任务",
        "10.培育企业",
    )
    assert spans(held) == ["实施三年倍增计划", "开展评价入库", "落实优惠政策"]


def test_a_long_list_of_figures_can_be_quoted_figure_by_figure() -> None:
    text = (
        "到2020年，研究开发与试验发展（R&D）经费支出占地区生产总值比重力争达到2.3%，"
        "高新技术企业数量达到4000家，创新环境全面改善，技术合同成交额达到600亿元。"
    )
    held = clause(text)
    assert spans(held) == [
        "研究开发与试验发展（R&D）经费支出占地区生产总值比重力争达到2.3%",
        "高新技术企业数量达到4000家",
        "技术合同成交额达到600亿元",
        text[:-1],
    ]


def test_a_clause_that_says_nothing_but_its_title_stands_whole() -> None:
    assert spans(clause("（一）在本省注册满一年；\n", "第二条", "（一）在本省注册满一年")) == [
        "在本省注册满一年"
    ]
    assert spans(clause("主要问题如下：", "一、问题")) == ["主要问题如下："]


def test_a_number_is_never_cut_in_two() -> None:
    text = (
        "到2020年，省财政统筹安排资金1,500万元用于支持平台建设，按照1:3的比例由地方配套，"
        "建设平台20个，支持企业与高校院所联合开展攻关，培育一批领军企业和创新团队。"
    )
    assert spans(clause(text))[:3] == [
        "省财政统筹安排资金1,500万元用于支持平台建设",
        "按照1:3的比例由地方配套",
        "建设平台20个",
    ]


def test_what_follows_the_unit_bracket_is_a_candidate_too() -> None:
    held = clause("1.建平台。（牵头单位：省科技厅）推动仪器共享。完成时限为年底。", "1.建平台")
    assert spans(held) == ["推动仪器共享", "完成时限为年底"]


def test_the_mark_in_front_and_the_stop_behind_are_cut_off() -> None:
    text = "第三条　（一）给予补助。\n"
    assert text[slice(*trimmed(text, 0, len(text)))] == "（一）给予补助"
    assert text[slice(*trimmed(text, 4, len(text)))] == "给予补助"
