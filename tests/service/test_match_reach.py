from dataclasses import replace

import pytest

from corpus.clause import Clause, Kind
from corpus.document import Document
from index.counties import places_in
from service.matching.matcher import Matcher
from service.matching.reach import Reach


def document_of(title: str, body: str = "", region: str | None = None, issuer: str | None = None) -> Document:
    return Document("d", title, issuer, None, None, region, None, None, "f", f"{title}\n{body}")


def clause_of(document: Document) -> Clause:
    start = len(document.title) + 1
    return Clause("d#1", "d", ("一",), Kind.PARAGRAPH, start, len(document.text), document.text[start:])


def quoted(document: Document, place: tuple[int, int] | None) -> str | None:
    return document.text[slice(*place)] if place else None


@pytest.mark.parametrize(
    ("document", "place"),
    [
        (document_of("若干措施", region="大连市"), "大连"),
        (document_of("若干措施", region="沈阳市浑南区"), "沈阳"),
        (document_of("营口市补贴办法"), "营口"),
        (document_of("补贴办法", issuer="大连市人民政府"), "大连"),
        (document_of("辽宁省沈阳市补贴办法"), "沈阳"),
        (document_of("办法", "我省企业可以申报。辽宁省内有效。辽宁各市执行。"), "辽宁"),
        (document_of("国家科技计划管理办法", "辽宁省试点。"), None),
        (document_of("办法", issuer="国务院"), None),
        (document_of("办法", "健全市场机制，支持资本市场。大连某企业。"), None),
    ],
)
def test_where_a_document_holds_is_read_off_what_names_it(document: Document, place: str | None) -> None:
    found = Reach.of(document).place
    assert (found.name if found else None) == place


@pytest.mark.parametrize(
    ("region", "applicant", "held"),
    [
        ("辽宁省", "大连", True),
        ("辽宁省", "辽宁", True),
        ("辽宁省", "广州", False),
        ("沈阳市", "沈阳", True),
        ("沈阳市", "浑南区", True),
        ("沈阳市", "大连", False),
        ("沈阳市", "广州和沈阳", True),
        ("三台县", "三台县", True),
        ("三台县", "涪城区", False),
        (None, "广州", True),
    ],
)
def test_a_document_holds_for_those_within_its_region(region: str | None, applicant: str, held: bool) -> None:
    reach = Reach.of(document_of("若干措施", region=region))
    assert reach.takes_in(places_in(applicant)) is held


def test_one_who_names_a_city_beside_its_province_is_in_that_city_only() -> None:
    named = places_in("辽宁省锦州市")
    assert [place.name for place in named] == ["辽宁", "锦州"]
    shenyang = Reach.of(document_of("若干措施", region="沈阳市"))
    assert not shenyang.takes_in(named)
    assert not shenyang.may_take_in(named)
    assert shenyang.may_take_in(places_in("辽宁省"))
    assert not Reach.of(document_of("若干措施", "不含锦州市。", "辽宁省")).takes_in(named)
    zone = Reach.of(document_of("辽宁省关于建设沈大国家自主创新示范区的意见"))
    assert not zone.zone_takes_in(named)


@pytest.mark.parametrize(
    ("text", "apart"),
    [
        ("适用于辽宁省（不含大连市、沈阳市）。", {"大连", "沈阳"}),
        ("适用于辽宁省（不含大连，下同）。", {"大连"}),
        ("适用于除鞍山市、营口市以外的各市。", {"鞍山", "营口"}),
        ("消除辽宁各市壁垒，支持大连。", set()),
        ("破除体制障碍。", set()),
    ],
)
def test_regions_that_a_document_leaves_out_are_not_taken_in(text: str, apart: set[str]) -> None:
    reach = Reach.of(document_of("辽宁省补贴办法", text, "辽宁省"))
    assert reach.apart == apart
    for city in ("大连", "沈阳", "鞍山", "营口"):
        assert reach.takes_in(places_in(city)) is (city not in apart)


def test_the_zone_of_a_title_is_named_with_the_cities_that_its_initials_stand_for() -> None:
    reach = Reach.of(document_of("辽宁省关于建设沈大国家自主创新示范区的意见"))
    assert (reach.zone, reach.cities) == ("沈大国家自主创新示范区", ("沈阳", "大连"))
    assert reach.zone_takes_in(places_in("大连"))
    assert reach.zone_takes_in(places_in("辽宁"))
    assert reach.zone_takes_in([])
    assert not reach.zone_takes_in(places_in("锦州"))
    plain = Reach.of(document_of("关于建设金普新区的意见", region="大连市"))
    assert (plain.zone, plain.cities) == ("新区", ())
    assert plain.zone_takes_in(places_in("锦州"))


@pytest.mark.parametrize(
    ("region", "body", "quote"),
    [
        ("沈阳市", "对全市企业给予补贴。", "全市"),
        ("沈阳市", "在我市注册的企业。", "我市"),
        ("沈阳市", "健全市场体系，建设城市内部道路，培育资本市场。", "沈阳市"),
        ("辽宁省", "通过资本市场直接融资，投资我省企业。", "我省"),
        ("辽宁省", "各市对本市企业给予补贴。", "辽宁省"),
        ("北京", "对本市企业给予补贴。", "本市"),
        (None, "对企业给予补贴。", None),
    ],
)
def test_the_region_is_quoted_from_the_clause_else_from_the_document(
    region: str | None, body: str, quote: str | None
) -> None:
    document = document_of(f"{region or ''}若干措施", body, region)
    reach = Reach.of(document)
    assert quoted(document, reach.words_of_region(document, clause_of(document))) == quote


def test_a_region_that_the_text_does_not_name_has_no_words() -> None:
    document = document_of("若干措施", "对企业给予补贴。", "辽宁省")
    assert Reach.of(document).words_of_region(document, clause_of(document)) is None


@pytest.mark.parametrize(
    ("title", "body", "quote"),
    [
        ("关于建设沈大国家自主创新示范区的意见", "支持企业。", "沈大国家自主创新示范区"),
        ("若干措施", "对在高新区内注册的企业给予补贴。", "高新区"),
        ("若干措施", "对高新区给予补贴。", None),
        ("若干措施", "对企业给予补贴。", None),
    ],
)
def test_the_zone_is_quoted_from_the_title_else_from_a_clause_that_is_for_it_only(
    title: str, body: str, quote: str | None
) -> None:
    document = document_of(title, body, "辽宁省")
    assert quoted(document, Reach.of(document).words_of_zone(document, clause_of(document))) == quote


def test_the_seed_documents_hold_where_they_say(matcher: Matcher) -> None:
    found = {document.id: Reach.of(document) for document in matcher.generation.documents}
    assert {name: reach.region for name, reach in found.items()} == {
        "ln-cxqd-2017": "辽宁省",
        "ln-kjgh-2016": "辽宁省",
        "ln-cgzh-2018": "辽宁省",
        "ln-zcq-2016": "辽宁省",
        "sy-kjyd-2019": "沈阳市",
    }
    assert {name: reach.cities for name, reach in found.items() if reach.zone} == {
        "ln-zcq-2016": ("沈阳", "大连")
    }


def test_every_region_of_the_seed_clauses_is_quoted_by_its_own_kind_of_words(matcher: Matcher) -> None:
    documents = {document.id: document for document in matcher.generation.documents}
    words = {
        "辽宁": {"辽宁", "辽宁省", "全省", "我省", "本省", "省内"},
        "沈阳": {"沈阳", "沈阳市", "全市", "我市", "本市", "市内"},
    }
    for clause in matcher.generation.clauses:
        document = documents[clause.document_id]
        reach = Reach.of(replace(document, region="沈阳市" if document.id.startswith("sy") else "辽宁省"))
        assert reach.place is not None
        quote = quoted(document, reach.words_of_region(document, clause))
        assert quote in words[reach.place.name], clause.id
