import pytest

from corpus.naming import issue_numbers, plain_number, plain_title, short_titles, subject_of


@pytest.mark.parametrize(
    ("title", "plain"),
    [
        ("关于贯彻《条例》的意见", "关于贯彻条例的意见"),
        ("科技“十三五” 规划", "科技十三五规划"),
        ("行动计划（2018—2020年）", "行动计划(2018-2020年)"),
    ],
)
def test_a_title_is_compared_without_what_printers_vary(title: str, plain: str) -> None:
    assert plain_title(title) == plain


@pytest.mark.parametrize(
    "number", ["国发〔2016〕16号", "国发[2016]16号", "国发（2016）16号", "国发【2016】 16号"]
)
def test_a_number_is_compared_in_brackets_of_one_kind(number: str) -> None:
    assert plain_number(number) == "国发〔2016〕16号"


@pytest.mark.parametrize(
    ("title", "short"),
    [
        ("中华人民共和国民法典", {"民法典"}),
        ("辽宁省沈阳市人才条例", {"沈阳市人才条例", "人才条例"}),
        ("临江市人民政府关于支持创新的意见", {"关于支持创新的意见"}),
        ("海洋环境保护法", set()),
        ("关于支持创新的意见", set()),
        ("临江市科技规划", set()),
    ],
)
def test_a_title_goes_by_shorter_names(title: str, short: set[str]) -> None:
    assert short_titles(title) == short


@pytest.mark.parametrize(
    ("words", "certain"),
    [
        ("国发〔2016〕16号", True),
        ("国发[2016]第16号", True),
        ("国发（2016）16", False),
        ("国发2016 16号", False),
        ("国发2016年16号", False),
    ],
)
def test_a_number_is_read_however_it_is_typed(words: str, certain: bool) -> None:
    read = issue_numbers(f"查{words}文件")
    assert [(number.who, number.year, number.serial) for number in read] == [("查国发", 2016, 16)]
    assert (read[0].start, read[0].end, read[0].certain) == (0, 1 + len(words), certain)


@pytest.mark.parametrize("words", ["2016年建成16家", "国发201616号", "国发2016 16", "〔2016〕16号"])
def test_other_figures_are_no_number_of_a_document(words: str) -> None:
    assert issue_numbers(words) == []


@pytest.mark.parametrize(
    ("title", "subject"),
    [
        ("某市2019年科技工作要点", "某市科技工作要点"),
        ("某省成果转化三年行动计划（2018—2020年）", "某省成果转化三年行动计划"),
        ("某省科技发展“十三五”规划", "某省科技发展规划"),
        ("某市补贴办法（试行）", "某市补贴办法"),
    ],
)
def test_a_title_is_about_its_subject_whatever_the_year(title: str, subject: str) -> None:
    assert subject_of(plain_title(title)) == subject
