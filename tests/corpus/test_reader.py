from pathlib import Path

import pytest

from corpus.errors import CatalogError, DocumentError
from corpus.reader import read_document, read_folder
from corpus.splitter import split

SEEDS = Path(__file__).parents[2] / "corpus" / "documents"


def test_the_seed_documents_are_read_with_what_their_catalog_says() -> None:
    documents = {document.id: document for document in read_folder(SEEDS)}
    assert sorted(documents) == [
        "ln-cgzh-2018",
        "ln-cxqd-2017",
        "ln-kjgh-2016",
        "ln-zcq-2016",
        "sy-kjyd-2019",
    ]
    plan = documents["ln-cgzh-2018"]
    assert (plan.title, plan.issuer, plan.date) == (
        "辽宁省实施科技成果转移转化三年行动计划（2018-2020年）",
        "辽宁省人民政府办公厅",
        "2018-06-06",
    )
    assert "title" in documents["sy-kjyd-2019"].inferred
    assert "title" not in plan.inferred
    assert "比重达到2.5％；每万人发明专利拥有量达到7.36件" in documents["ln-cxqd-2017"].text


def test_the_seed_documents_are_tiled_by_clauses_whose_ids_are_readable() -> None:
    for document in read_folder(SEEDS):
        clauses = split(document)
        assert "".join(clause.text for clause in clauses) == document.text
        by_id = {clause.id: clause for clause in clauses}
        assert len(by_id) == len(clauses)
        if document.id == "ln-cgzh-2018":
            enterprise = by_id["ln-cgzh-2018#3.4.10"]
            assert enterprise.path[-1] == "10.培育发展科技创新型企业"
            assert enterprise.lead_units == ("省科技厅",)
            assert enterprise.support_units[-1] == "大连保监局"


def test_without_a_catalog_the_title_is_found_or_inferred(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("某市科技创新管理办法\n第一条 为了创新。\n", encoding="utf-8")
    (tmp_path / "某 县.md").write_text("一、总则\n内容。\n", encoding="utf-8")
    first, second = read_folder(tmp_path)
    assert (first.id, first.title, first.inferred) == ("a", "某市科技创新管理办法", ())
    assert (second.id, second.title, second.inferred) == ("某-县", "某 县", ("title",))


def test_a_file_of_an_unknown_format_is_named(tmp_path: Path) -> None:
    (tmp_path / "a.wps").write_bytes(b"1")
    with pytest.raises(DocumentError, match=r"a\.wps"):
        read_folder(tmp_path)


@pytest.mark.parametrize("make", [False, True])
def test_no_folder_and_an_empty_folder_are_refused(tmp_path: Path, make: bool) -> None:
    folder = tmp_path / "文件"
    if make:
        folder.mkdir()
    with pytest.raises(DocumentError, match="文件"):
        read_folder(folder)


@pytest.mark.parametrize(
    ("catalog", "message"),
    [
        ("[[document]\n", "TOML"),
        ('document = "a"\n', "字段"),
        ('[[document]]\nfile = "b.txt"\n', "没有它"),
        ('[[document]]\nfile = "a.txt"\ncolour = "red"\n', "colour"),
        ('[[document]]\nfile = "a.txt"\ndate = "去年"\n', "date"),
        ('[[document]]\nfile = "a.txt"\n[[document]]\nfile = "a.txt"\n', "不止一次"),
    ],
)
def test_a_wrong_catalog_says_what_is_wrong(tmp_path: Path, catalog: str, message: str) -> None:
    (tmp_path / "a.txt").write_text("一、总则\n", encoding="utf-8")
    (tmp_path / "catalog.toml").write_text(catalog, encoding="utf-8")
    with pytest.raises(CatalogError, match=message):
        read_folder(tmp_path)


def test_what_a_file_prints_of_itself_is_read(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(
        "某市人民政府关于印发2020年科技工作要点的通知\n某政发〔2020〕5号\n各区人民政府：\n"
        "现印发给你们。\n一、总则\n支持创新。\n某市人民政府\n2020年5月1日\n",
        encoding="utf-8",
    )
    document = read_document(tmp_path / "a.txt")
    assert (document.number, document.date, document.issuer) == (
        "某政发〔2020〕5号",
        "2020-05-01",
        "某市人民政府",
    )
    assert (document.title, document.period) == ("某市人民政府关于印发2020年科技工作要点的通知", (2020, 2020))


def test_a_title_on_two_lines_is_one(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(
        "某市科技局关于印发《某市科技创新券\n管理办法（试行）》的通知\n各有关单位：\n现印发。\n",
        encoding="utf-8",
    )
    assert (
        read_document(tmp_path / "a.txt").title
        == "某市科技局关于印发《某市科技创新券管理办法（试行）》的通知"
    )


def test_what_a_page_prints_above_a_title_is_no_part_of_it(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(
        "首页 English\n某市支持企业创新若干措施\n一、总则\n支持。\n", encoding="utf-8"
    )
    assert read_document(tmp_path / "a.txt").title == "某市支持企业创新若干措施"


def test_front_matter_gives_title_and_date(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text(
        '---\ntitle: "某法"\npublish_date: "2003-06-28"\n---\n第一条 为了。\n', encoding="utf-8"
    )
    document = read_document(tmp_path / "a.md")
    assert (document.title, document.date, document.text) == ("某法", "2003-06-28", "第一条 为了。\n")


def test_a_text_file_that_is_too_large_is_refused_unread(tmp_path: Path) -> None:
    with (tmp_path / "a.txt").open("wb") as file:
        file.truncate(200 * 2**20)
    with pytest.raises(DocumentError, match="超过 8 MB"):
        read_document(tmp_path / "a.txt")


def test_a_file_of_endless_lines_is_refused(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("1.甲\n" * 100_001, encoding="utf-8")
    with pytest.raises(DocumentError, match="超过 100000 行"):
        read_document(tmp_path / "a.txt")


def test_what_a_system_leaves_in_a_folder_is_no_document(tmp_path: Path) -> None:
    for name in ("Thumbs.db", "~$办法.docx", ".DS_Store", "desktop.ini", "办法.txt"):
        (tmp_path / name).write_text("第一条 总则。", encoding="utf-8")
    assert [document.source for document in read_folder(tmp_path)] == ["办法.txt"]


def test_a_red_letterhead_is_no_title(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(
        "某市人民政府文件\n某政发〔2020〕3号\n某市人民政府关于支持创新的意见\n各区人民政府：\n一、总则\n支持。\n",
        encoding="utf-8",
    )
    document = read_document(tmp_path / "a.txt")
    assert (document.title, document.number) == ("某市人民政府关于支持创新的意见", "某政发〔2020〕3号")


def test_a_file_in_utf_16_is_told_from_a_binary_one(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_bytes("第一条 总则。".encode("utf-16"))
    with pytest.raises(DocumentError, match="UTF-16"):
        read_document(tmp_path / "a.txt")
