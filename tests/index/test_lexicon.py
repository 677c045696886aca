from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import index
from corpus.errors import LexiconError
from index.lexicon import Expansion, Lexicon, lexicon_of
from index.terms import normalised

LINES = """# 口语\t正式\t类别

厂子\t企业\t主体
小厂子\t中小企业|小微企业\t主体
高企\t高新技术企业|国家高新技术企业\t主体
ＡＩ\t人工智能\t缩写别名
AI芯片\t人工智能芯片\t缩写别名
没抵押\t知识产权质押|风险补偿\t金融
抵押贷款\t担保贷款\t金融
"""


@pytest.fixture(name="lexicon")
def loaded(tmp_path: Path) -> Lexicon:
    return Lexicon.load(written(tmp_path, LINES))


def written(folder: Path, lines: str) -> Path:
    path = folder / "lexicon.tsv"
    path.write_text(lines, encoding="utf-8")
    return path


def over(folder: Path, site: str, shipped: str = LINES) -> Lexicon:
    (folder / "site.tsv").write_text(site, encoding="utf-8")
    return lexicon_of(written(folder, shipped), folder / "site.tsv")


def refused(folder: Path, site: str) -> str:
    with pytest.raises(LexiconError) as caught:
        over(folder, site)
    return str(caught.value)


def found(lexicon: Lexicon, question: str) -> list[str]:
    return [expansion.colloquial for expansion in lexicon.expand(question)]


def test_the_longest_match_wins(lexicon: Lexicon) -> None:
    assert found(lexicon, "小厂子有啥好处") == ["小厂子"]


def test_expansions_do_not_overlap_and_stand_in_order(lexicon: Lexicon) -> None:
    assert found(lexicon, "没抵押贷款，厂子咋办") == ["没抵押", "厂子"]


def test_a_term_said_twice_is_expanded_twice(lexicon: Lexicon) -> None:
    assert found(lexicon, "厂子，厂子") == ["厂子", "厂子"]


def test_a_term_of_two_characters_counts_only_on_word_boundaries(lexicon: Lexicon) -> None:
    assert found(lexicon, "提高企业效益") == []
    assert found(lexicon, "高企有补贴吗") == ["高企"]


@pytest.mark.parametrize(
    ("question", "term"),
    [
        ("我没抵押物", "没抵押"),  # 没|抵押物
        ("建个大数据中心", "大数据"),  # 大|数据中心
        ("技术创新平台", "创新平台"),  # 技术创新|平台
        ("国务院新闻办公室", "新闻办"),  # all in one word
    ],
)
def test_a_longer_term_counts_inside_a_word(question: str, term: str) -> None:
    assert found(Lexicon({term: Expansion(term, ("甲",), "乙")}), question) == [term]


@pytest.mark.parametrize(
    ("question", "term"),
    [
        ("低成本高性能的铸件", "成本高"),  # 低成本|高性能
        ("发挥人大代表作用", "代表作"),  # 人大代表|作用
        ("建设专业化众创空间", "设专业"),  # 建设|专业化
    ],
)
def test_a_longer_term_does_not_count_where_it_cuts_two_words(question: str, term: str) -> None:
    assert found(Lexicon({term: Expansion(term, ("甲",), "乙")}), question) == []


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("paid", []),
        ("ai", ["ai"]),
        ("用ai做", ["ai"]),
        ("openai", []),
        ("ai2", []),
        ("造ai芯片", ["ai芯片"]),
        ("openai芯片", []),
        ("ai投入", ["ai"]),
    ],
)
def test_a_latin_alias_counts_only_on_word_boundaries(
    lexicon: Lexicon, question: str, expected: list[str]
) -> None:
    assert found(lexicon, question) == expected


def test_official_terms_keep_their_order_and_field(lexicon: Lexicon) -> None:
    (expansion,) = lexicon.expand("高企")
    assert expansion.official == ("高新技术企业", "国家高新技术企业")
    assert expansion.field == "主体"


def test_terms_are_normalised_and_blanks_around_them_dropped(tmp_path: Path) -> None:
    lexicon = Lexicon.load(written(tmp_path, " Ｒ＆Ｄ \t 研发 | R&D经费 | \t 缩写 \n"))
    (expansion,) = lexicon.expand("r&d")
    assert (expansion.official, expansion.field) == (("研发", "r&d经费"), "缩写")


def test_an_empty_lexicon_or_question_expands_nothing(lexicon: Lexicon) -> None:
    assert Lexicon({}).expand("厂子") == []
    assert lexicon.expand("") == []


@pytest.mark.parametrize(
    ("line", "fault"),
    [
        ("厂子\t企业", "第 4 行有 2 列"),
        ("厂子", "第 4 行有 1 列"),
        ("厂子\t企业\t主体\t多", "第 4 行有 4 列"),
        ("厂子\t\t主体", "第 4 行的正式说法是空的"),
        ("厂子\t | \t主体", "第 4 行的正式说法是空的"),
        ("\t企业\t主体", "第 4 行的口语是空的"),
        ("厂子\t企业\t　", "第 4 行的类别是空的"),
    ],
)
def test_a_wrong_line_is_reported_with_its_file_number_and_fault(
    tmp_path: Path, line: str, fault: str
) -> None:
    path = written(tmp_path, f"# 说明\n\n高企\t高新技术企业\t主体\n{line}\n")
    with pytest.raises(LexiconError) as caught:
        Lexicon.load(path)
    assert f"词表 {path} 要改：{fault}。每行三列" in str(caught.value)


def test_blank_and_comment_lines_are_skipped(tmp_path: Path) -> None:
    lexicon = Lexicon.load(written(tmp_path, "\n# 厂子\t企业\t主体\n   \n高企\t高新技术企业\t主体\n"))
    assert found(lexicon, "高企的厂子") == ["高企"]


def test_a_term_given_twice_in_the_shipped_file_has_the_official_terms_of_both_rows(tmp_path: Path) -> None:
    lexicon = Lexicon.load(written(tmp_path, "厂子\t企业|公司\t主体\n厂子\t公司|工厂\t产业\n"))
    assert lexicon.expand("厂子") == [Expansion("厂子", ("企业", "公司", "工厂"), "产业")]


def test_without_a_file_of_the_site_the_shipped_lexicon_stands(tmp_path: Path) -> None:
    lexicon = lexicon_of(written(tmp_path, LINES), tmp_path / "none.tsv")
    assert found(lexicon, "高企的厂子") == ["高企", "厂子"]


def test_a_row_of_the_site_replaces_the_shipped_one_whole(tmp_path: Path) -> None:
    lexicon = over(tmp_path, "ＡＩ\t智能算法\t本地\n")
    assert lexicon.expand("ai") == [Expansion("ai", ("智能算法",), "本地")]


def test_a_site_adds_rows_and_fields_of_its_own(tmp_path: Path) -> None:
    lexicon = over(tmp_path, "# 本地\n\n飞地\t飞地经济|飞地园区\t本地\n")
    assert lexicon.expand("飞地和厂子") == [
        Expansion("飞地", ("飞地经济", "飞地园区"), "本地"),
        Expansion("厂子", ("企业",), "主体"),
    ]


def test_a_row_of_the_site_switches_a_shipped_one_off(tmp_path: Path) -> None:
    lexicon = over(tmp_path, "小厂子\t-\t停用\n高企 \t － \t停用\n")
    assert found(lexicon, "小厂子") == ["厂子"]
    assert found(lexicon, "高企") == []


def test_windows_line_ends_and_a_byte_order_mark_are_fine(tmp_path: Path) -> None:
    (tmp_path / "site.tsv").write_bytes("\ufeff飞地\t飞地经济\t本地\r\n厂子\t-\t停用\r\n".encode())
    lexicon = lexicon_of(written(tmp_path, LINES), tmp_path / "site.tsv")
    assert lexicon.expand("飞地厂子") == [Expansion("飞地", ("飞地经济",), "本地")]


def test_a_file_of_the_site_saved_as_gb18030_is_refused(tmp_path: Path) -> None:
    (tmp_path / "site.tsv").write_bytes("飞地\t飞地经济\t本地\n".encode("gb18030"))
    with pytest.raises(LexiconError, match=r"site\.tsv 读不了。请检查路径，并存为 UTF-8。"):
        lexicon_of(written(tmp_path, LINES), tmp_path / "site.tsv")


@pytest.mark.parametrize(
    ("row", "fault"),
    [
        ("飞地\t园区\t本地", "第 2 行的“飞地”在第 1 行已经写过"),
        ("飞 地\t-\t停用", "第 2 行的“飞地”在第 1 行已经写过"),
        ("融资\t贷款|融资\t金融", "第 2 行的“融资”不能又是口语又是它自己的正式说法"),
        ("ＰＥ\tpe\t金融", "第 2 行的“pe”不能又是口语又是它自己的正式说法"),
        ("钱\t资金\t财税", "第 2 行的“钱”只有一个字"),
        ("没有的词\t-\t停用", "第 2 行要停用的“没有的词”不在自带的词表里"),
        ("厂子\t企业", "第 2 行有 2 列"),
        ("厂子\t \t主体", "第 2 行的正式说法是空的"),
    ],
)
def test_a_wrong_row_of_the_site_is_reported_with_file_and_number(
    tmp_path: Path, row: str, fault: str
) -> None:
    message = refused(tmp_path, f"飞地\t飞地经济\t本地\n{row}\n")
    assert message.startswith(f"词表 {tmp_path / 'site.tsv'} 要改：{fault}")


def test_all_faults_of_a_file_are_reported_in_one_line_in_the_order_of_their_lines(tmp_path: Path) -> None:
    message = refused(tmp_path, "钱\t资金\t财税\n厂子\n园子\t园区\t产业\n园子\t\t产业\n没有的词\t-\t停用\n")
    faults = ("第 1 行的“钱”", "第 2 行有 1 列", "第 4 行的正式说法是空的", "第 5 行要停用的“没有的词”")
    places = [message.find(fault) for fault in faults]
    assert places == sorted(places)
    assert min(places) > 0
    assert message.count("第 ") == 4
    assert "\n" not in message


def test_ten_faults_are_shown_and_the_rest_counted(tmp_path: Path) -> None:
    ten, eleven = refused(tmp_path, "厂子\n" * 10), refused(tmp_path, "厂子\n" * 11)
    assert (ten.count("有 1 列"), "等 10 处" in ten) == (10, False)
    assert (eleven.count("有 1 列"), "……等 11 处" in eleven) == (10, True)


TERMS = st.text("高企业智能ai", min_size=2, max_size=4)


@given(st.sets(TERMS, max_size=8), st.text("高企业智能ai，", max_size=30))
def test_what_is_found_stands_in_the_question_in_order_without_overlap(
    terms: set[str], question: str
) -> None:
    place = 0
    for term in found(Lexicon({term: Expansion(term, ("甲",), "乙") for term in terms}), question):
        assert term in terms
        place = question.index(term, place) + len(term)


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("提高企业效益", []),
        ("人民政府", []),
        ("标准化工作", []),
        ("找高企", ["高企"]),
        ("民政补助", ["民政"]),
        ("化工企业", ["化工"]),
        ("rd投入", ["rd"]),
        ("ic产业", ["ic"]),
        ("paid", []),
    ],
)
def test_short_and_latin_terms_count_on_word_boundaries(question: str, expected: list[str]) -> None:
    terms = ("高企", "民政", "化工", "rd", "ic", "ai")
    assert found(Lexicon({term: Expansion(term, ("甲",), "乙") for term in terms}), question) == expected


def test_the_shipped_lexicon_loads_and_each_of_its_terms_is_found_whole() -> None:
    path = Path(index.__file__).parent / "lexicon.tsv"
    lines = path.read_text(encoding="utf-8").splitlines()
    terms = {normalised(line.split("\t")[0].strip()) for line in lines if line and line[0] != "#"}
    assert len(terms) > 5900
    lexicon = Lexicon.load(path)
    assert [term for term in terms if found(lexicon, term) != [term]] == []
