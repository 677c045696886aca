from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.spelling import Correction, Speller
from index.vocabulary import Vocabulary

CORPUS = """\
加快科技成果转化，完善科技成果转化收益分配。科技成果所有权归单位。
推进知识产权质押融资，加强知识产权保护。知识产权质押贷款给予贴息。知识产权质押融资给予奖励。
高新技术企业减税。认定高新技术企业，培育高新技术企业。
建设众创空间和孵化器。众创空间达到三百家，孵化器达到一百家。
登记技术合同，技术合同成交额增长。技术合同成交额达到五百亿元。
建设自主创新示范区。自主创新示范区先行先试。
建设重点实验室。重点实验室对外开放。
发展战略性新兴产业，战略性新兴产业增加值增长。
落实研发费用加计扣除。研发费用加计扣除政策。
选派科技特派员。科技特派员每年考核。
实施创新驱动发展战略，深入实施创新驱动发展战略。
支持集成电路企业。集成电路产业基地。
培育新能源汽车，推广新能源汽车。
支持人工智能。发展人工智能产业。
incubator 和 incubator 载体，blockchain 与 blockchain 平台。
"""
KNOWN = ("首台套", "怎么申请", "有补贴吗")


@pytest.fixture(name="speller", scope="module")
def learnt() -> Speller:
    return Speller.over([CORPUS], KNOWN)


def mended(speller: Speller, question: str) -> str:
    return speller.corrected(question)[0]


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("科计成果转化有奖励吗", "科技成果转化有奖励吗"),
        ("科技程果转化的钱归谁", "科技成果转化的钱归谁"),
        ("众创空见能补多少", "众创空间能补多少"),
        ("技术和同登记在哪办", "技术合同登记在哪办"),
        ("孵画器一年给多少钱", "孵化器一年给多少钱"),
        ("集成电鹿企业能拿多少补助", "集成电路企业能拿多少补助"),
        ("科技特派元怎么报名", "科技特派员怎么报名"),
        ("知识产劝质压融资怎么弄", "知识产权质押融资怎么弄"),
    ],
)
def test_characters_of_the_same_sound_are_mended(speller: Speller, typed: str, meant: str) -> None:
    assert mended(speller, typed) == meant


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("高薪技术企业怎么认定", "高新技术企业怎么认定"),
        ("只是产权质押怎么贷款", "知识产权质押怎么贷款"),
        ("人工只能企业怎么扶持", "人工智能企业怎么扶持"),
    ],
)
def test_a_real_word_is_replaced_where_a_longer_term_sounds_the_same(
    speller: Speller, typed: str, meant: str
) -> None:
    assert mended(speller, typed) == meant


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("自主创兴示范区有什么优惠", "自主创新示范区有什么优惠"),
        ("科技层果转化有奖励吗", "科技成果转化有奖励吗"),
        ("知识产权自押融资怎么办", "知识产权质押融资怎么办"),
        ("重点思验室怎么建", "重点实验室怎么建"),
        ("新棱源汽车有补贴吗", "新能源汽车有补贴吗"),
        ("科技成果转发收益怎么分", "科技成果转发收益怎么分"),
    ],
)
def test_sounds_that_speakers_mix_up_are_mended_but_no_real_word(
    speller: Speller, typed: str, meant: str
) -> None:
    assert mended(speller, typed) == meant


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("知识产质押融资怎么办", "知识产权质押融资怎么办"),
        ("自主创新示区有什么优惠", "自主创新示范区有什么优惠"),
        ("科技成成果转化有奖励吗", "科技成果转化有奖励吗"),
        ("科技特的派员怎么报名", "科技特派员怎么报名"),
        ("科技果成转化有奖励吗", "科技成果转化有奖励吗"),
        ("高技术新企业怎么认定", "高新技术企业怎么认定"),
        ("知识产仅质押融资怎么办", "知识产权质押融资怎么办"),
        ("重点实睑室怎么建", "重点实验室怎么建"),
    ],
)
def test_a_character_missing_added_moved_or_wrong_in_a_longer_term_is_mended(
    speller: Speller, typed: str, meant: str
) -> None:
    assert mended(speller, typed) == meant


def test_what_was_changed_is_told_in_order(speller: Speller) -> None:
    question, corrections = speller.corrected("科计成果转化,还有incubater")
    assert question == "科技成果转化,还有incubator"
    assert corrections == (
        Correction("科计成果转化", "科技成果转化"),
        Correction("incubater", "incubator"),
    )


@pytest.mark.parametrize(
    "question",
    [
        "孵化期有多长",
        "战略性新型产业包括哪些",
        "引进外国人才给多少钱",
        "鹿泉市的企业能申请吗",
        "刘国权技术有限公司能申请吗",
        "数智化转型补多少",
        "吊证以后还能领吗",
        "工商银行的贷款",
        "科技成果怎么转让",
        "技术和同类产品比",
        "制毒原料怎么管",
    ],
)
def test_real_words_and_names_stay(speller: Speller, question: str) -> None:
    assert speller.corrected(question) == (question, ())


def test_what_the_corpus_says_stays(speller: Speller) -> None:
    for line in CORPUS.splitlines():
        assert speller.corrected(line) == (line, ())


def test_a_known_term_that_the_corpus_lacks_is_meant_only_where_no_word_is_left_whole(
    speller: Speller,
) -> None:
    assert mended(speller, "首抬套产品有补贴吗") == "首台套产品有补贴吗"
    assert mended(speller, "有补贴马") == "有补贴马"


def test_a_term_seen_once_is_not_meant() -> None:
    assert mended(Speller.over(["建设众创空间。"], ()), "众创空见") == "众创空见"
    assert mended(Speller.over(["建设众创空间，建众创空间。"], ()), "众创空见") == "众创空间"
    assert mended(Speller.over(["建设众创空间。"], ["众创空间"]), "众创空见") == "众创空间"


def test_a_number_is_never_changed() -> None:
    speller = Speller.over(["十四五规划。十四五规划。规模以上工业，规模以上工业。"], ())
    assert mended(speller, "十三五规划") == "十三五规划"
    assert mended(speller, "十四武规划") == "十四武规划"
    assert mended(speller, "规模一上工业") == "规模一上工业"
    assert mended(speller, "规模倚上工业") == "规模以上工业"


def test_the_far_more_frequent_of_two_terms_is_meant_and_neither_if_they_are_near() -> None:
    # 检定 and 鉴定 sound the same; 减定 may be either.
    assert mended(Speller.over(["检定工作。" * 2 + "鉴定工作。" * 6], ()), "减定工作") == "鉴定工作"
    assert mended(Speller.over(["检定工作。" * 2 + "鉴定工作。" * 5], ()), "减定工作") == "减定工作"


def test_a_frequent_term_of_another_look_is_a_rival_of_one_of_the_same_sound() -> None:
    texts = ["重点实施。" * 2]
    assert mended(Speller.over(texts, ()), "重点实室") == "重点实施"
    assert mended(Speller.over([*texts, "重点实验室。" * 6], ()), "重点实室") == "重点实室"


def test_a_character_that_may_belong_to_a_name_beside_it_stays() -> None:
    speller = Speller.over(["全市科技工作，全市科技奖励。"], ())
    assert mended(speller, "权市科技奖励") == "全市科技奖励"
    assert mended(speller, "鹿泉市科技奖励") == "鹿泉市科技奖励"


def test_a_small_word_beside_a_term_stays() -> None:
    speller = Speller.over(["小微企业提供担保，小微企业提供场地。"], ())
    assert mended(speller, "谁为企业提供担保") == "谁为企业提供担保"
    assert mended(speller, "小围企业提供担保") == "小微企业提供担保"


@pytest.mark.parametrize(
    ("text", "question"),
    [
        ("取得建设成果", "区的建设成果"),  # two changes, one of them a little word
        ("关键技术", "关见计术"),  # half of a term of four
        ("引进外国人才", "引外国人才"),  # shortened, not likelier
        ("恶性肿瘤", "恶性瘤"),  # shortened, and the term itself is short
        ("国家高新区", "国轩高新区"),  # a name in front
        ("产学研，学严", "产学严"),  # nothing odd in so short a term
        ("创新链条", "条创新链"),  # moved too far
        ("管理负责人，当事人负责", "管理人负责"),  # moved, but nothing odd
        ("示范区建设", "示范市建设"),  # 示范 is whole
        ("技术合同成交额，技术含量，包含同类", "技术含同成交额"),  # nothing odd
        ("科技特派员，科技员", "科技员"),
    ],
)
def test_another_wording_is_no_typo(text: str, question: str) -> None:
    assert mended(Speller.over([f"{text}。{text}。"], ()), question) == question


@pytest.mark.parametrize(
    ("text", "typed", "meant"),
    [
        ("工程技术", "工陈技术", "工程技术"),
        ("创新平台", "创兴平台", "创新平台"),
        ("研发中心", "研花中心", "研发中心"),
        ("技术合同成交额，技术含量", "技术含同成交额", "技术合同成交额"),
        ("高新技术企业，技术新增，新企业", "高技术新企业", "高新技术企业"),
    ],
)
def test_one_text_said_twice_is_enough(text: str, typed: str, meant: str) -> None:
    assert mended(Speller.over([f"{text}。{text}。"], ()), typed) == meant


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("incubater补贴", "incubator补贴"),
        ("blockchian", "blockchain"),
        ("incubators", "incubators"),
        ("encubator", "encubator"),
        ("my-incubater", "my-incubater"),
        ("saas和sasa", "saas和saas"),
        ("sars", "sars"),
    ],
)
def test_latin_words_are_mended_by_one_letter_but_short_ones_only_by_a_swap(typed: str, meant: str) -> None:
    assert mended(Speller.over(["incubator blockchain saas"], ["Incubator Blockchain SaaS"]), typed) == meant


def test_a_loaded_speller_mends_as_the_saved_one(speller: Speller, tmp_path: Path) -> None:
    speller.save(tmp_path / "spelling.json")
    loaded = Speller.load(tmp_path / "spelling.json")
    assert "科技成果转化" in (tmp_path / "spelling.json").read_text(encoding="utf-8")
    for question in ("科计成果转化", "首抬套", "incubater", "孵化期有多长"):
        assert loaded.corrected(question) == speller.corrected(question)


def test_terms_are_words_and_rows_of_words_without_function_words() -> None:
    # Words: 众 创 空间 的 收益; 的 joins no term unless it is known.
    text = "众创空间的收益。众创空间的收益。"
    assert Vocabulary.over([text], ()).terms == {"众创空间": 2, "创空间": 2}
    known = Vocabulary.over([text], ["空间的收益", "首台套"])
    assert known.terms == {"众创空间": 2, "创空间": 2, "空间的收益": 3, "首台套": 1}


def test_a_pair_is_odd_that_neither_texts_nor_known_words_nor_the_language_have() -> None:
    vocabulary = Vocabulary.over(["众创空间"], ["首台套"])
    assert vocabulary.odd("众创抬") == {1}
    assert vocabulary.odd("首台套") == frozenset()
    assert vocabulary.odd("流畅") == frozenset()


@given(st.text(alphabet="科技计成程果转化知识产全权质押的和高薪新企业孵器吗,a1", max_size=40))
def test_nothing_is_changed_but_what_is_told(speller: Speller, question: str) -> None:
    corrected, corrections = speller.corrected(question)
    longer = sum(len(correction.meant) - len(correction.wrote) for correction in corrections)
    assert (corrected == question) == (not corrections)
    assert len(corrected) == len(question) + longer
    assert all(correction.wrote in question and correction.meant in corrected for correction in corrections)
    assert all(correction.meant in CORPUS for correction in corrections)
