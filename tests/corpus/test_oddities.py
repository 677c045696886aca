import pytest

from corpus.document import Document
from corpus.oddities import LONG, oddities
from corpus.splitter import split

CLEAN = """临江市人民政府关于支持创新的意见
临政发〔2023〕17号
各区人民政府：
为推动创新，制定本意见。
一、总体要求
坚持创新引领。
二、重点任务
（一）壮大企业
1．培育企业。实施计划。
2．引进企业。给予补贴。
（二）集聚人才
3．引进人才。使用R&D经费。
三、保障措施
（一）加强领导。明确分工。
（二）加强督查。达到2.5%。
临江市人民政府
2023年8月12日
附件1
申报指引
一、申报条件
（一）在本市注册；
（二）有研发活动。
"""


def document(text: str, inferred: tuple[str, ...] = ()) -> Document:
    return Document("d", "题", None, None, None, None, None, None, "d.txt", text, inferred)


def odd(text: str) -> list[str]:
    read = document(text)
    return oddities(read, split(read))


def gap(clause_id: str, mark: str) -> str:
    return f"{clause_id}：编号不连续，“{mark}”前面缺一项或顺序不对"


def test_a_clean_document_has_nothing_odd() -> None:
    assert odd(CLEAN) == []


def test_an_article_that_is_missing_is_told_where_the_next_one_stands() -> None:
    law = "第一条 甲。\n第二条 乙。\n第三条 丙。\n第四条 丁。\n第六条 己。\n第七条 庚。\n"
    assert odd(law) == [gap("d#6", "第六条")]


@pytest.mark.parametrize(
    ("text", "clause_id", "mark"),
    [
        ("一、甲\n做甲。\n三、丙\n做丙。\n", "d#3", "三、"),
        ("一、甲\n（一）子。做子。\n（三）丑。做丑。\n", "d#1.3", "（三）"),
        ("一、甲\n1．子。做子。\n2．丑。做丑。\n4．寅。做寅。\n", "d#1.4", "4．"),
        ("一、甲\n做甲。\n二、乙\n（二）子。做子。\n", "d#2.2", "（二）"),
        ("第一章 总则\n第一条 甲。\n第三章 附则\n第二条 乙。\n", "d#c3", "第三章"),
        ("第一条 有下列情形的：\n（一）子；\n（二）丑；\n（四）卯。\n", "d#1.4", "（四）"),
        ("第二条 乙。\n第三条 丙。\n", "d#2", "第二条"),
    ],
)
def test_a_number_that_does_not_follow_the_one_before_is_told(text: str, clause_id: str, mark: str) -> None:
    assert odd(text) == [gap(clause_id, mark)]


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("一、甲\n1．子。\n2．丑。\n二、乙\n3．寅。\n4．卯。\n", id="runs on"),
        pytest.param("一、甲\n1．子。\n2．丑。\n二、乙\n1．寅。\n2．卯。\n", id="restarts"),
        pytest.param("一、甲\n1．子。\n2．丑。\n二、乙\n3．寅。\n三、丙\n1．卯。\n2．辰。\n", id="both"),
        pytest.param("第一章 总则\n第一条 甲。\n第二章 附则\n第二条 乙。\n", id="articles"),
        pytest.param("第一条 甲：\n（一）子。\n（二）丑。\n第二条 乙：\n（一）寅。\n（二）卯。\n", id="项"),
        pytest.param("第一条 甲。\n第二条 乙。\n附件1\n实施细则\n第一条 丙。\n第二条 丁。\n", id="annex"),
        pytest.param("1 总则\n1.1 目的\n甲。\n1.2 范围\n乙。\n2 要求\n2.1 条件\n丙。\n", id="decimal"),
        pytest.param("一、甲\n做甲。其中第三条、第五条适用。\n二、乙\n做乙。\n", id="references"),
    ],
)
def test_numbers_that_run_on_or_restart_under_a_new_heading_are_not_odd(text: str) -> None:
    assert odd(text) == []


def test_articles_put_in_between_are_no_gap() -> None:
    numbers = ("一", "二", "三", "四", "五", "六", "七", "八", "九", "十")
    law = "".join(f"第{number}条 规定。\n" for number in numbers)
    assert odd(law + "第十条之一 附加。\n第十条之二 再附加。\n第十一条 施行。\n") == []
    assert odd(law + "第十条之一 附加。\n第十二条 施行。\n") == [gap("d#12", "第十二条")]


def test_a_sentence_that_never_stops_is_told_with_its_length() -> None:
    # 150 times 10 characters, the stop and the line end: 2 more than the limit.
    long = "支持企业开展研发活动" * 150
    assert odd(f"一、任务\n{long}。\n") == ["d#1.p1：一句话长 1502 字，可能缺句号或是表格"]
    just = long[:-2] + "。\n"
    assert len(just) == LONG
    assert odd(f"一、任务\n{just}") == []


def test_a_long_paragraph_of_short_sentences_is_not_odd() -> None:
    assert odd("一、任务\n" + "支持企业开展研发活动。" * 300 + "\n") == []


@pytest.mark.parametrize(
    ("text", "clause_id", "title"),
    [
        ("一、甲\n做甲。\n二、乙\n三、丙\n做丙。\n", "d#2", "二、乙"),
        ("第一章 总则\n第一条 甲。\n第二章 管理\n第三章 附则\n第二条 乙。\n", "d#c2", "第二章 管理"),
        ("一、甲\n（一）子。做子。\n二、乙\n做乙。\n三、丙\n", "d#3", "三、丙"),
        (CLEAN.replace("坚持创新引领。\n", ""), "d#1", "一、总体要求"),
    ],
)
def test_a_heading_without_a_body_among_others_that_have_one_is_told(
    text: str, clause_id: str, title: str
) -> None:
    assert odd(text) == [f"{clause_id}：“{title}”是标题，下面没有内容"]


def test_short_items_without_a_body_are_no_headings() -> None:
    assert odd("一、任务\n（一）壮大企业\n（二）集聚人才\n（三）优化环境\n二、其他\n做好其他工作。\n") == []


def test_a_character_of_a_private_font_is_told() -> None:
    assert odd("一、目标\n达到\ue010以上。\n") == ["d#1.p1：有认不出的字符 U+E010，请对照原文"]
    assert odd("一、目标\n达到\ufffd以上。\n") == ["d#1.p1：有认不出的字符 U+FFFD，请对照原文"]


@pytest.mark.parametrize("word", ["and", "or", "the", "of"])
def test_an_english_word_between_chinese_is_told(word: str) -> None:
    assert odd(f"一、目标\n科技 {word} 经济结合。\n") == [f"d#1.p1：中文里夹着“{word}”，可能是转换时出的错"]


def test_english_in_a_name_is_not_odd() -> None:
    assert odd("一、目标\n支持 Research and Development 活动，做好 R and D 统计。\n") == []


def test_a_title_that_was_not_found_is_told() -> None:
    read = document("一、甲\n做甲。\n", inferred=("title",))
    assert oddities(read, split(read)) == ["文件里没有标题，用的是文件名或目录里写的"]


def test_a_text_without_numbers_and_one_without_clauses_are_told() -> None:
    assert odd("为了推动创新，制定本意见。\n请各地执行。\n") == ["没有认出任何编号，全文按段落切分"]
    assert oddities(document(""), []) == ["没有找到条款"]
