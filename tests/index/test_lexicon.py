from pathlib import Path

import pytest

import index
from corpus.errors import LexiconError
from index.lexicon import Lexicon
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


def test_a_longer_term_counts_inside_any_words(lexicon: Lexicon) -> None:
    assert found(lexicon, "我没抵押物") == ["没抵押"]


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
    "line", ["厂子\t企业", "厂子", "厂子\t\t主体", "\t企业\t主体", "厂子\t企业\t主体\t多"]
)
def test_a_wrong_line_is_reported_with_its_number(tmp_path: Path, line: str) -> None:
    path = written(tmp_path, f"# 说明\n\n高企\t高新技术企业\t主体\n{line}\n")
    with pytest.raises(LexiconError, match="第 4 行"):
        Lexicon.load(path)


def test_blank_and_comment_lines_are_skipped(tmp_path: Path) -> None:
    lexicon = Lexicon.load(written(tmp_path, "\n# 厂子\t企业\t主体\n   \n高企\t高新技术企业\t主体\n"))
    assert found(lexicon, "高企的厂子") == ["高企"]


def test_the_shipped_lexicon_loads_and_each_of_its_terms_is_found_whole() -> None:
    path = Path(index.__file__).parent / "lexicon.tsv"
    lines = path.read_text(encoding="utf-8").splitlines()
    terms = {normalised(line.split("\t")[0].strip()) for line in lines if line and line[0] != "#"}
    assert len(terms) > 5900
    lexicon = Lexicon.load(path)
    assert [term for term in terms if found(lexicon, term) != [term]] == []
