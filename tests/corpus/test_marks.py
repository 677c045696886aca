import pytest

from corpus.marks import Style, mark_of, number_of


@pytest.mark.parametrize(
    ("paragraph", "style", "label"),
    [
        ("第一编 总则", Style.PART, "1"),
        ("第十二章　附则", Style.CHAPTER, "12"),
        ("第一章总则", Style.CHAPTER, "1"),
        ("第二十条 国家鼓励创新。", Style.ARTICLE, "20"),
        ("第 十 条 目的。", Style.ARTICLE, "10"),
        ("第一百二十条之一 附加规定。", Style.ARTICLE, "120-1"),
        ("第三十－条在城乡规划区内", Style.ARTICLE, "31"),
        ("四、组织实施", Style.HAN, "4"),
        ("（十一）构建大开放", Style.HAN_BRACKET, "11"),
        ("〔三）混用括号", Style.HAN_BRACKET, "3"),
        ("10.培育发展科技创新型企业。", Style.ARABIC, "10"),
        ("1．培育产业创新链。", Style.ARABIC, "1"),
        ("2、开展试点", Style.ARABIC, "2"),
        ("2. 区域创新载体", Style.ARABIC, "2"),
        ("⒊加强管理", Style.ARABIC, "3"),
        ("1.1 总则", Style.DECIMAL, "1-1"),
        ("1.2.3 范围", Style.DECIMAL, "1-2-3"),
        ("(3)新材料", Style.ARABIC_BRACKET, "3"),
        ("（5) 节能环保", Style.ARABIC_BRACKET, "5"),
        ("3）申请表", Style.HALF_BRACKET, "3"),
        ("②第二项", Style.CIRCLED, "2"),
        ("甲、申请人", Style.STEM, "1"),
        ("一是科技投入严重不足。", Style.ORDINAL, "1"),
        ("二要抓落实", Style.MUST, "2"),
        ("第一，加强领导", Style.NTH, "1"),
        ("第三步，到2050年", Style.STEP, "3"),
        ("其次，抓监督", Style.SEQUENCE, "2"),
        ("专栏 1：产业技术创新平台", Style.BOX, "1"),
        ("--两核驱动：", Style.BULLET, "0"),
        ("——创新投入大幅增加。", Style.BULLET, "0"),
    ],
)
def test_a_mark_gives_its_style_and_number(paragraph: str, style: Style, label: str) -> None:
    mark = mark_of(paragraph)
    assert mark is not None
    assert (mark.style, mark.label) == (style, label)


@pytest.mark.parametrize(
    "paragraph",
    [
        "第十二条规定的情形除外。",
        "第三条第二款所称单位",
        "第三条、第五条的决定",
        "第三十一条的决定》第一次修正",
        "2.3％以上",
        "7.36件以上",
        "2018年6月6日",
        "到2020年，建成创新型省份",
        "一、二、三产业融合发展",
        "第三章规定的程序，适用于本章。",
    ],
)
def test_what_only_looks_like_a_mark_is_none(paragraph: str) -> None:
    assert mark_of(paragraph) is None


@pytest.mark.parametrize(
    ("paragraph", "number"),
    [
        ("第一条　中华人民共和国公民有义务。", 1),
        ("第四条 项目由省科技厅管理。", 4),
        ("第七条　第三方机构应当公正。", 7),
        ("第十四条第一类医疗器械备案。", 14),
        ("第二十一条规章的制定机关应当处理。", 21),
        ("第九十三条所有船舶均有义务。", 93),
        ("第四十四条第四十三条所称措施，是指下列措施：", 44),
        ("第十五条与用人单位形成劳动关系的人员。", 15),
        ("第１２条 内容。", 12),
    ],
)
def test_an_article_opens_whatever_its_first_word(paragraph: str, number: int) -> None:
    mark = mark_of(paragraph)
    assert mark is not None
    assert (mark.style, mark.number) == (Style.ARTICLE, number)


@pytest.mark.parametrize(
    ("numeral", "value"),
    [("十", 10), ("十二", 12), ("二十", 20), ("一百零三", 103), ("二〇", 20), ("⑫", 12), ("7", 7), ("丙", 3)],
)
def test_numerals_are_read_as_written(numeral: str, value: int) -> None:
    assert number_of(numeral) == value
