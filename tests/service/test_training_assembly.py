from dataclasses import asdict, replace
from pathlib import Path

import pytest
import torch
from safetensors.torch import load_file
from tokenizers import Tokenizer
from transformers import AutoModelForCausalLM, AutoTokenizer

from index.training import tokenizer as training_tokenizer
from index.training.sources import TrainingDataError
from index.training.weights import Trained, gather, scatter
from service.training.assembly import assemble, fast_tokenizer, restored
from service.training.mixture import MARKS, marking
from tests import training_data
from tests.service.written import ASKS, SHAPE, SOURCE, VOCABULARY, marked, network

IDS = torch.tensor([[2, SOURCE, 4, 5, ASKS, 6, 3], [2, SOURCE, 9, 8, ASKS, 7, 3]])


def logits(model: torch.nn.Module) -> torch.Tensor:
    with torch.no_grad():
        found: torch.Tensor = model(input_ids=IDS).logits
    return found


def trained() -> Trained:
    return Trained(network().state_dict(), asdict(SHAPE), marked())


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The model as it comes out of the pieces that training left."""
    place = tmp_path_factory.mktemp("assembly")
    scatter(network(), SHAPE, marked().to_str(), place / "weights", size=1000)
    assemble(gather(place / "weights"), place / "model")
    return place / "model"


def test_the_model_folder_gives_the_network_s_logits(folder: Path) -> None:
    model = AutoModelForCausalLM.from_pretrained(folder, dtype=torch.float32).eval()
    assert model.config.model_type == "qwen3"
    # Exactly those of the weights in half precision, nearly those of the weights as trained.
    halved = {name: value.half().float() for name, value in network().state_dict().items()}
    rounded = network()
    rounded.load_state_dict(halved)
    assert torch.equal(logits(model), logits(rounded.eval()))
    assert torch.allclose(logits(model), logits(network().eval()), atol=2e-2)
    assert logits(model).std() > 0.1


def test_the_model_folder_holds_half_precision_and_tied_weights_once(folder: Path) -> None:
    held = load_file(folder / "model.safetensors")
    assert {value.dtype for value in held.values()} == {torch.float16}
    assert "lm_head.weight" not in held
    assert held["model.embed_tokens.weight"].shape == (VOCABULARY, SHAPE.dimension)


def test_a_text_opens_with_its_mark_and_a_mark_typed_in_a_text_is_one_piece(folder: Path) -> None:
    tokenizer = AutoTokenizer.from_pretrained(folder)
    assert tokenizer("a<问>b")["input_ids"] == [2, 4, ASKS, 5]
    assert tokenizer("<据>a", add_special_tokens=False)["input_ids"] == [SOURCE, 4]
    assert tokenizer.convert_tokens_to_ids(list(MARKS)) == list(range(VOCABULARY - 5, VOCABULARY))
    assert set(MARKS) <= set(tokenizer.get_added_vocab())
    assert (tokenizer.bos_token, tokenizer.eos_token, tokenizer.pad_token) == ("<s>", "</s>", "<pad>")
    assert tokenizer.eos_token_id == 3


def test_pieces_are_joined_without_blanks_and_marks_can_be_left_out(folder: Path) -> None:
    tokenizer = AutoTokenizer.from_pretrained(folder)
    assert tokenizer.decode([2, SOURCE, 4, 5, ASKS, 6, 3]) == "<s><据>ab<问>c</s>"
    assert tokenizer.decode([2, SOURCE, 4, 5, ASKS, 6, 3], skip_special_tokens=True) == "abc"


def test_text_cut_by_the_shared_tokenizer_is_read_back_as_it_was(tmp_path: Path) -> None:
    data = training_data.make(tmp_path / "data")
    pieces = marking(training_tokenizer.train(data, tmp_path / "tokenizer.json", pieces=80))
    fast_tokenizer(pieces).save_pretrained(tmp_path / "model")
    tokenizer = AutoTokenizer.from_pretrained(tmp_path / "model")
    text = "企业创新补贴人才贷款。"
    found = tokenizer(text)["input_ids"]
    # Fewer pieces than characters: the words of the data are pieces of their own.
    assert len(found) < len(text)
    assert tokenizer.decode(found, skip_special_tokens=True) == text


def test_the_places_of_start_end_and_padding_are_in_the_configuration(folder: Path) -> None:
    config = AutoModelForCausalLM.from_pretrained(folder).config
    assert (config.bos_token_id, config.eos_token_id, config.pad_token_id) == (2, 3, 0)
    assert config.max_position_embeddings == 384


def test_a_model_is_replaced_and_its_card_stays(tmp_path: Path) -> None:
    assemble(trained(), tmp_path)
    (tmp_path / "README.md").write_text("卡", encoding="utf-8")
    one = (tmp_path / "model.safetensors").read_bytes()
    other = network(seed=2).state_dict()
    assemble(Trained(other, asdict(SHAPE), marked()), tmp_path)
    assert (tmp_path / "README.md").read_text(encoding="utf-8") == "卡"
    assert (tmp_path / "model.safetensors").read_bytes() != one
    assert Tokenizer.from_file(str(tmp_path / "tokenizer.json")).get_vocab_size() == VOCABULARY


def test_what_was_trained_is_restored_ready_to_be_asked() -> None:
    found = restored(trained())
    assert not found.training
    assert torch.equal(logits(found), logits(network().eval()))
    assert found.lm_head.weight is found.model.embed_tokens.weight


def test_weights_of_another_network_are_refused() -> None:
    held = trained()
    weights = dict(held.weights)
    wrong = [
        replace(held, weights={name: weights[name] for name in list(weights)[2:]}),
        replace(held, weights=weights | {"odd.weight": torch.zeros(1)}),
        replace(held, shape=asdict(replace(SHAPE, layers=3))),
        replace(held, shape=asdict(replace(SHAPE, inner=8))),
        replace(held, shape={"dimension": 16, "layers": 1, "heads": 2, "inner": 16, "dropout": 0.1}),
        replace(held, shape={"dimension": 16}),
    ]
    for other in wrong:
        with pytest.raises(TrainingDataError, match="权重和形状对不上"):
            restored(other)
