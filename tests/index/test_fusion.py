from pathlib import Path

import pytest
from pydantic import ValidationError

import index
from index.fusion import PATH, Fusion, TermWeights


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
        *fusion.lexicon.fields.values(),
        fusion.lexicon.weight,
    ]
    assert min(weights) >= 0
    assert fusion.legs.lexical > 0


def test_every_field_with_a_factor_of_its_own_is_one_of_the_shipped_lexicon() -> None:
    lines = (Path(index.__file__).parent / "lexicon.tsv").read_text(encoding="utf-8").splitlines()
    fields = {line.split("\t")[2] for line in lines if line and line[0] != "#"}
    assert set(Fusion.load().lexicon.fields) - fields == set()


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
