from pathlib import Path

import pytest
from pydantic import ValidationError

import index
from index.fusion import PATH, Fusion, LegWeights, TermWeights
from index.leg import Leg

WEIGHTS = {name: float(number) for number, name in enumerate(LegWeights.model_fields, 1)}


def test_bag_weights_go_by_the_kind_of_term() -> None:
    weights = TermWeights(character=0.3, bigram=1.0, word=0.1)
    assert weights.bag(["补", "补贴", "w:补贴", "r&d", "2.5%", "a", "5"]) == {
        "补": 0.3,
        "补贴": 1.0,
        "w:补贴": 0.1,
        "r&d": 1.0,
        "2.5%": 1.0,
        "a": 1.0,
        "5": 1.0,
    }


def test_terms_of_weight_zero_are_left_out_of_the_bag() -> None:
    weights = TermWeights(character=0.0, bigram=2.0, word=0.0)
    assert weights.bag(["补", "补贴", "w:补贴"]) == {"补贴": 2.0}


def test_the_shipped_weights_load_and_none_is_negative() -> None:
    fusion = Fusion.load()
    weights = [
        *fusion.terms.model_dump().values(),
        *fusion.asked_terms.model_dump().values(),
        *fusion.legs.model_dump().values(),
        *fusion.fields.values(),
    ]
    assert min(weights) >= 0
    assert fusion.legs.lexical > 0


def test_every_field_with_a_factor_of_its_own_is_one_of_the_shipped_lexicon() -> None:
    lines = (Path(index.__file__).parent / "lexicon.tsv").read_text(encoding="utf-8").splitlines()
    fields = {line.split("\t")[2] for line in lines if line and line[0] != "#"}
    assert set(Fusion.load().fields) - fields == set()


def numbered() -> Fusion:
    """The shipped weights, but those of the legs 1, 2, 3, … in order."""
    return Fusion.load().model_copy(update={"legs": LegWeights(**WEIGHTS)})


def silent(fusion: Fusion) -> set[str]:
    """The names of the weights of 0; the others must be as they were numbered."""
    weights = fusion.legs.model_dump()
    assert {name: weight for name, weight in weights.items() if weight} == {
        name: weight for name, weight in WEIGHTS.items() if weights[name]
    }
    return {name for name, weight in weights.items() if not weight}


PARTS = [
    (Leg.LEXICAL, {"lexical"}),
    (Leg.LEXICON, {"lexicon"}),
    (Leg.ASKED, {"asked", "asked_translation", "asked_dense"}),
    (Leg.DENSE, {"dense", "asked_dense"}),
    (Leg.TRANSLATION, {"translation", "asked_translation"}),
]


@pytest.mark.parametrize(("leg", "parts"), PARTS)
def test_a_leg_is_left_out_with_its_share_of_the_stored_questions(leg: Leg, parts: set[str]) -> None:
    assert silent(numbered().without([leg])) == parts


@pytest.mark.parametrize(("leg", "parts"), PARTS)
def test_of_one_leg_alone_all_else_is_silent_hints_and_names_too(leg: Leg, parts: set[str]) -> None:
    stored = {"asked", "asked_dense", "asked_translation"}
    assert silent(numbered().only(leg)) == set(WEIGHTS) - (parts if leg is Leg.ASKED else parts - stored)


def test_several_legs_are_left_out_together_and_none_changes_nothing() -> None:
    assert silent(numbered().without([Leg.DENSE, Leg.LEXICAL])) == {"lexical", "dense", "asked_dense"}
    assert numbered().without([]) == numbered()


def test_leaving_a_leg_out_keeps_the_other_weights_and_the_fusion_it_was_made_from() -> None:
    fusion = numbered()
    for other in (fusion.only(Leg.DENSE), fusion.without([Leg.DENSE])):
        assert (other.terms, other.asked_terms, other.fields) == (
            fusion.terms,
            fusion.asked_terms,
            fusion.fields,
        )
    assert fusion == numbered()


@pytest.mark.parametrize("heading", ["[terms]\n", "[legs]\n"])
def test_an_unknown_key_is_refused(tmp_path: Path, heading: str) -> None:
    path = tmp_path / "fusion.toml"
    path.write_text(PATH.read_text(encoding="utf-8").replace(heading, f"{heading}rerank = 1.0\n"), "utf-8")
    with pytest.raises(ValidationError, match="rerank"):
        Fusion.load(path)


def test_an_absent_weight_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "fusion.toml"
    path.write_text("[terms]\ncharacter = 1.0\nbigram = 1.0\nword = 1.0\n", encoding="utf-8")
    with pytest.raises(ValidationError, match="legs"):
        Fusion.load(path)
