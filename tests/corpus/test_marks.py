import pytest

from corpus.marks import mark_of, number_of


@pytest.mark.parametrize(
    ("paragraph", "rank", "number"),
    [
        ("第一编 总则", 0, 1),
        ("第十二章　附则", 1, 12),
        ("第二十条 国家鼓励创新。", 3, 20),
        ("四、组织实施", 4, 4),
        ("（十一）构建大开放", 5, 11),
        ("10.培育发展科技创新型企业。", 6, 10),
        ("1．培育产业创新链。", 6, 1),
        ("2. 区域创新载体", 6, 2),
        ("(3)新材料", 7, 3),
        ("②第二项", 8, 2),
        ("专栏 1：产业技术创新平台", 9, 1),
        ("--两核驱动：", 10, 0),
        ("——创新投入大幅增加。", 10, 0),
    ],
)
def test_a_mark_gives_its_rank_and_number(paragraph: str, rank: int, number: int) -> None:
    mark = mark_of(paragraph)
    assert mark is not None
    assert (mark.rank, mark.number) == (rank, number)


@pytest.mark.parametrize(
    "paragraph",
    [
        "第十二条规定的情形除外。",
        "第三条第二款所称单位",
        "2.3％以上",
        "2018年6月6日",
        "一是科技投入严重不足。",
        "到2020年，建成创新型省份",
    ],
)
def test_what_only_looks_like_a_mark_is_none(paragraph: str) -> None:
    assert mark_of(paragraph) is None


@pytest.mark.parametrize(
    ("numeral", "value"),
    [("十", 10), ("十二", 12), ("二十", 20), ("一百零三", 103), ("二〇", 20), ("⑫", 12), ("7", 7)],
)
def test_numerals_are_read_as_written(numeral: str, value: int) -> None:
    assert number_of(numeral) == value


@pytest.mark.parametrize(
    ("paragraph", "number"),
    [
        ("第一条　中华人民共和国公民有义务。", 1),
        ("第四条 项目由省科技厅管理。", 4),
        ("第七条　第三方机构应当公正。", 7),
        ("第三十条之一　附加规定。", 30),
        ("第１２条 内容。", 12),
    ],
)
def test_an_article_opens_whatever_its_first_word(paragraph: str, number: int) -> None:
    mark = mark_of(paragraph)
    assert mark is not None
    assert (mark.rank, mark.number) == (3, number)
