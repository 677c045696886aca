from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.marks import in_han
from service.numerals import folded, plain, value_of
from service.quantities import Kind, Quantity, quantities, states


def amount(value: str, unit: str) -> Quantity:
    return Quantity(Kind.AMOUNT, Decimal(value), unit)


@pytest.mark.parametrize(
    ("texts", "said"),
    [
        (
            ("3000万元", "0.3亿元", "30000000元", "3,000万元", "３０００ 万元", "三千万元"),
            amount("30000000", "元"),
        ),
        (("一亿五千万元", "1.5亿元", "一点五亿元"), amount("150000000", "元")),
        (("百亿元", "100亿元"), amount("10000000000", "元")),
        (("3%", "3％", "3.0%", "百分之三"), amount("3", "%")),
        (("3‰", "千分之三", "0.3%"), amount("0.3", "%")),
        (("5个百分点", "五个百分点", "5百分点"), amount("5", "百分点")),
        (("三年", "3年", "3 年"), amount("3", "年")),
        (("十五个工作日", "15个工作日", "15工作日"), amount("15", "工作日")),
        (("一百二十家", "120家", "120 余家"), amount("120", "家")),
        (("1万人次", "一万人次", "10,000人次"), amount("10000", "人次")),
        (("十万千瓦", "10万千瓦"), amount("100000", "千瓦")),
        (("翻一番", "翻了一番"), amount("1", "番")),
        (("百名", "100名"), amount("100", "名")),
        (("三点五倍", "3.5倍", "3.50倍"), amount("3.5", "倍")),
        (
            ("10-15家", "10—15家", "10～15家", "10至15家", "10家-15家", "十至十五家"),
            Quantity(Kind.RANGE, "10-15", "家"),
        ),
        (("1000-2000万元", "1000万元—2000万元"), Quantity(Kind.RANGE, "10000000-20000000", "元")),
        (("三五年", "3-5年", "三到五年"), Quantity(Kind.RANGE, "3-5", "年")),
        (("三分之一",), Quantity(Kind.SHARE, "1/3")),
        (("2020年", "2020 年", "二〇二〇年", "二零二○年"), Quantity(Kind.DATE, "2020")),
        (("2019年3月1日", "2019-03-01", "2019.3.1", "二〇一九年三月一日"), Quantity(Kind.DATE, "2019-03-01")),
        (("3月1日", "三月一日"), Quantity(Kind.DATE, "--03-01")),
        (
            ("国发〔2016〕16号", "国发[2016]16号", "国发(2016)16号", "按照国发〔2016〕第16号"),
            Quantity(Kind.ISSUE, "国发2016-16"),
        ),
        (("第三条", "第 3 条"), Quantity(Kind.ORDINAL, Decimal(3), "条")),
        (("十三五",), Quantity(Kind.ORDINAL, Decimal(13), "五年")),
        (("PM2.5", "ＰＭ2.5"), Quantity(Kind.NAME, "pm2.5")),
        (("第5G",), Quantity(Kind.ORDINAL, Decimal(5))),
    ],
)
def test_what_is_written_in_several_ways_is_one_quantity(texts: tuple[str, ...], said: Quantity) -> None:
    for text in texts:
        assert quantities(text) == {said}, text


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("5%", "5个百分点"),
        ("国发〔2016〕16号", "国办发〔2016〕16号"),
        ("国发〔2016〕16号", "国发〔2015〕16号"),
        ("第三条", "三条"),
        ("6月", "6个月"),
        ("3家", "3个"),
        ("3年", "3-5年"),
        ("3万元", "3元"),
        ("十三五", "十四五"),
        ("12345678901234567890123456789万元", "12345678901234567890123456780万元"),
    ],
)
def test_what_differs_in_number_unit_or_sort_is_another_quantity(one: str, other: str) -> None:
    assert not quantities(one) & quantities(other)


@pytest.mark.parametrize(
    "text",
    [
        *("一般", "统一", "三农", "十佳", "万众创新", "百分比", "一批企业", "同一项目", "一次性", "三位一体"),
        *("万元产值", "每万人", "千家万户", "进一步", "一二三产业", ""),
    ],
)
def test_a_numeral_inside_a_word_is_no_number(text: str) -> None:
    assert quantities(text) == frozenset()


def test_all_numbers_of_a_sentence_are_read() -> None:
    text = "到2018、2020年，高新技术企业达到1，500家以上，研发投入占2.3％（第 4 款），每户补贴一次，共2.5.1。"
    assert quantities(text) == {
        Quantity(Kind.DATE, "2018"),
        Quantity(Kind.DATE, "2020"),
        amount("1500", "家"),
        amount("2.3", "%"),
        Quantity(Kind.ORDINAL, Decimal(4), "款"),
        amount("1", "次"),
        Quantity(Kind.AMOUNT, "2.5.1"),
    }


def test_blanks_and_circled_numbers_do_not_join_digits() -> None:
    assert quantities("2020 150家") == {amount("2020", ""), amount("150", "家")}
    assert quantities("10②3家") == {amount("10", ""), amount("3", "家")}


@pytest.mark.parametrize(
    ("held", "wanted", "said"),
    [
        ("2019年3月1日", "2019年3月", True),
        ("2019年3月1日", "2019年", True),
        ("2019年3月1日", "3月1日", True),
        ("2019年3月1日", "2019年3月2日", False),
        ("2019年3月", "2019年3月1日", False),
        ("3月1日", "2019年3月1日", False),
        ("2019年12月", "2019年1月", False),
        ("3年", "3年", True),
        ("3-5年", "3年", False),
    ],
)
def test_a_date_says_the_year_and_the_month_in_it(held: str, wanted: str, said: bool) -> None:
    (quantity,) = quantities(wanted)
    assert states(quantities(held), quantity) is said


@pytest.mark.parametrize(
    ("numeral", "value"),
    [
        ("一百零五", "105"),
        ("一万五千亿", "1500000000000"),
        ("二〇二〇", "2020"),
        ("1,500.0", "1500"),
        ("三五十", "三五十"),
        ("1.2.3", "1.2.3"),
        ("一" * 21, "一" * 21),
    ],
)
def test_a_numeral_is_read_as_one_number_or_left_as_it_stands(numeral: str, value: str) -> None:
    assert plain(value_of(numeral)) == value


@given(st.integers(1, 9999))
def test_han_and_arabic_digits_say_the_same(number: int) -> None:
    assert value_of(in_han(number)) == number
    assert quantities(f"为{in_han(number)}年") == {amount(str(number), "年")}


@given(st.text())
def test_any_text_is_read_and_folding_again_changes_nothing(text: str) -> None:
    once = folded(text)
    assert folded(once) == once
    assert quantities(once) == quantities(text)
