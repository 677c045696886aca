from datetime import date

import pytest

from corpus.document import Document
from corpus.splitter import split
from corpus.validity import Status, Validity, status_on, validity_of


def read(text: str, day: str | None = "2020-05-01", period: tuple[int, int] | None = None) -> Validity:
    document = Document("d", "题", None, None, day, None, None, period, "d.txt", text)
    return validity_of(document, split(document))


@pytest.mark.parametrize(
    ("text", "starts", "ends"),
    [
        ("第九条 本办法自2020年6月1日起施行，有效期三年。", "2020-06-01", "2023-05-31"),
        ("第九条 本办法自印发之日起施行，有效期至2025年12月31日。", "2020-05-01", "2025-12-31"),
        ("本规定自一九五七年六月一日起实行。", "1957-06-01", None),
        ("本措施自2020年6月1日起施行，至2021年12月31日止。", "2020-06-01", "2021-12-31"),
        ("本办法自2020年6月1日起施行，有效期至2025年底。", "2020-06-01", "2025-12-31"),
        ("本办法自印发之日起试行，试行期2年。", "2020-05-01", "2022-04-30"),
        ("本办法自印发之日起施行，2024年12月31日自动废止。", "2020-05-01", "2024-12-30"),
        ("第三条 许可证有效期为5年。", None, None),
        ("第一条 为了创新。", None, None),
    ],
)
def test_a_document_says_from_when_until_when_it_holds(
    text: str, starts: str | None, ends: str | None
) -> None:
    assert (read(text).starts, read(text).ends) == (starts, ends)


def test_what_a_document_repeals_is_named() -> None:
    text = "第九条 本办法自2020年6月1日起施行。《某市旧办法》、《某市〈细则〉的通知》同时废止。"
    assert read(text).repeals == ("某市旧办法", "某市〈细则〉的通知")
    assert read("第一条 自本办法施行之日起，《某旧规定》（某政发〔2010〕3号）即行废止。").repeals == (
        "某旧规定",
    )
    assert read("一、废止下列文件：\n1.《甲办法》；\n2.《乙办法》。\n二、修改《丙办法》。").repeals == (
        "甲办法",
        "乙办法",
    )


@pytest.mark.parametrize(
    "text",
    [
        "对《某许可证》予以吊销。",
        "违反《某管理办法》的，停止执行项目，并予以追回资金。",
        "根据《规章制定程序条例》的规定，废止有关规定。",
    ],
)
def test_a_title_that_is_only_near_is_not_repealed(text: str) -> None:
    assert read(text).repeals == ()


@pytest.mark.parametrize(
    ("day", "status"),
    [
        (date(2020, 5, 31), Status.PENDING),
        (date(2020, 6, 1), Status.IN_FORCE),
        (date(2023, 5, 31), Status.IN_FORCE),
        (date(2023, 6, 1), Status.EXPIRED),
    ],
)
def test_the_status_is_that_of_the_day(day: date, status: Status) -> None:
    assert status_on(read("第九条 本办法自2020年6月1日起施行，有效期三年。"), day) is status


def test_a_plan_is_over_after_its_last_year_and_a_repealed_document_is_repealed() -> None:
    plan = read("一、目标\n达到。", period=(2018, 2020))
    assert status_on(plan, date(2020, 12, 31)) is Status.IN_FORCE
    assert status_on(plan, date(2021, 1, 1)) is Status.PLAN_OVER
    assert status_on(plan, date(2019, 1, 1), repealed=True) is Status.REPEALED


@pytest.mark.parametrize(
    ("text", "ends"),
    [
        ("第三条 资格证书有效期至2022年12月31日。", None),
        ("第三条 许可证有效期为3年，本市另有规定的除外。", None),
        ("第九条 本办法自2020年6月1日起施行，有效期十五年。", "2035-05-31"),
        ("第九条 本办法自2020年6月1日起施行，有效期两年半。", None),
        ("第九条 本办法自2020年2月29日起施行，有效期4年。", "2024-02-28"),
        ("第九条 本办法自2016年2月30日起施行，有效期5年。", None),
    ],
)
def test_only_the_documents_own_force_ends_it(text: str, ends: str | None) -> None:
    assert read(text, day=None).ends == ends


def test_a_list_of_what_is_repealed_ends_where_its_titles_end() -> None:
    text = (
        "下列文件同时废止：\n1.《甲办法》；\n2.《乙办法》。\n根据《丙条例》，本决定自2020年1月1日起施行。\n"
    )
    assert (read(text).repeals, read(text).starts) == (("甲办法", "乙办法"), "2020-01-01")
