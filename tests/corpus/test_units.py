from corpus.units import governed_count, units_of


def test_lead_and_support_are_told_apart() -> None:
    text = "扶持企业。（牵头单位：沈阳市，省科技厅；配合单位：省发展改革委）"
    assert units_of(text) == (("沈阳市", "省科技厅"), ("省发展改革委",))


def test_the_first_responsible_unit_leads_where_the_document_says_so() -> None:
    text = "政策落实。（责任单位：省科技厅、省教育厅、省财政厅，列第一位者为牵头部门，下同）"
    assert units_of(text, first_leads=True) == (("省科技厅",), ("省教育厅", "省财政厅"))


def test_a_bracket_inside_a_name_and_a_square_outer_bracket_are_kept_apart() -> None:
    text = "引导社会资本。〔责任单位：省产业（创业）投资引导基金管理中心，各市政府〕\n"
    assert units_of(text) == (("省产业（创业）投资引导基金管理中心", "各市政府"), ())


def test_a_clause_without_units_has_none() -> None:
    assert units_of("到2020年，建成创新型省份。") == ((), ())


def test_only_a_line_that_governs_counts_siblings() -> None:
    assert governed_count("　　（以上三项工作牵头单位：省委组织部）") == 3
    assert governed_count("以上三项工作要抓紧。") == 0


def test_units_end_with_the_bracket_that_holds_them() -> None:
    text = "建立平台。（牵头单位：省科技厅、省产业（创业）投资中心）推动共享。完成时限：2020年6月底。"
    assert units_of(text) == (("省科技厅", "省产业（创业）投资中心"), ())
