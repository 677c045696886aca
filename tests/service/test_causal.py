import json
import math
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
import torch
from safetensors.torch import load_file, save_file
from transformers import AutoModelForCausalLM

from corpus.errors import ModelError
from service.causal import BUNDLED, CausalModel
from service.generator import Choice, Task
from service.prompt import ASKING
from service.quantised import ByteLinear
from service.sampling import Draw
from tests.index import tiny
from tests.service.models import NUMBER, STYLES, mean_log_probability, pieces_of, saved, scripted

TASK = Task("几年", "三年<答>。", "此外，")
TEXTS = ["甲乙丙", "丁", "戊己甲乙。"]
TALK = "<|im_end|>", "\n", "<|im_start|>", "assistant\n<think>\n\n</think>\n\n"


def prompt_by_hand(style: str, task: Task) -> list[int]:
    if style == "marked":
        return pieces_of(
            "<s>", "<据>", task.evidence[:2], "<答>"[:1], "答>。", "<问>", task.question, "<答>", task.written
        )
    if style == "plain":
        return pieces_of("据：", "三年<", "答>。", f"\n问：{task.question}\n答：", task.written)
    order = "请只用下面条文里的原话回答问题，逐字照抄，不增不改，不加解释。"
    told = f"{order}\n\n条文：{task.evidence}\n\n问题：{task.question}"
    return pieces_of("<|im_start|>", f"user\n{told}", *TALK, task.written)


@pytest.fixture(
    scope="module", params=[(kind, style) for kind in ("llama", "qwen2", "qwen3") for style in STYLES]
)
def place(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str]:
    """A tiny random model of a known architecture with the tokenizer of a style, and the style."""
    kind, style = request.param
    return saved(tmp_path_factory.mktemp(kind), kind, style), style


def ranking(model: CausalModel, task: Task, means: list[float]) -> None:
    """Hold the choice against means worked out otherwise: by priors that just tip the scales."""
    best = max(range(3), key=means.__getitem__)
    assert model.generate(task, [Choice(text, 0.0) for text in TEXTS]) == best
    other = (best + 1) % 3
    lift = means[best] - means[other]
    for nudge, written in ((-1e-3, best), (1e-3, other)):
        priors = [lift + nudge if one == other else 0.0 for one in range(3)]
        priors[3 - best - other] = -math.inf
        choices = [Choice(text, prior) for text, prior in zip(TEXTS, priors, strict=True)]
        assert model.generate(task, choices) == written


def test_the_choice_with_the_highest_weighted_sum_is_written(place: tuple[Path, str]) -> None:
    folder, style = place
    plain = AutoModelForCausalLM.from_pretrained(folder)
    before = prompt_by_hand(style, TASK)
    means = [mean_log_probability(plain, before, pieces_of(text)) for text in TEXTS]
    assert len({round(mean, 3) for mean in means}) == 3
    ranking(CausalModel(str(folder), weight=1.0), TASK, means)


def test_a_question_is_likelier_of_one_passage_than_of_another_as_one_plain_pass_says(
    place: tuple[Path, str],
) -> None:
    folder, style = place
    plain = AutoModelForCausalLM.from_pretrained(folder)
    passages = ["三年。", "高新技术企业突破1500家。" * 3, ""]
    for_one: Callable[[str], list[int]] = {
        "marked": lambda text: pieces_of("<s>", "<据>", text, "<问>"),
        "chat": lambda text: pieces_of("<|im_start|>", f"user\n{ASKING.format(count=1)}\n\n{text}", *TALK),
        "plain": lambda text: pieces_of(
            f"据：{text}\n老百姓常问的、这段话能回答的 1 个问题，每行一个：\n问："
        ),
    }[style]
    expected = [mean_log_probability(plain, for_one(text), pieces_of("能几年")) for text in passages]
    assert max(expected) - min(expected) > 0.01
    model = CausalModel(str(folder), weight=1.0)
    assert model.likelihoods("能几年", passages) == pytest.approx(expected, abs=1e-4)
    assert model.likelihoods("能几年", passages * 12) == pytest.approx(expected * 12, abs=1e-4)
    assert model.likelihoods("", passages) == [0.0, 0.0, 0.0]
    assert model.likelihoods("能几年", []) == []


def test_beside_longer_prompts_a_text_goes_on_as_it_does_alone(place: tuple[Path, str]) -> None:
    folder, _ = place
    plain = AutoModelForCausalLM.from_pretrained(folder)
    prompts = [pieces_of("三年。"), pieces_of("高新技术企业突破1500家。"), pieces_of("a")]
    expected = []
    for prompt in prompts:
        row = list(prompt)
        for _ in range(12):
            with torch.inference_mode():
                row.append(int(plain(torch.tensor([row])).logits[0, -1].argmax()))
        expected.append(row[len(prompt) :])
    model = CausalModel(str(folder), weight=1.0)
    model._stops = []
    # So small a mass holds the likeliest piece only.
    assert model._drawn(prompts, 2, 12, Draw(1, 1.0, 1e-9, [])) == [row for row in expected for _ in range(2)]


def test_several_may_ask_at_the_same_time(tmp_path: Path) -> None:
    model = CausalModel(str(saved(tmp_path / "m", "qwen3", "marked")), weight=1.0)
    passages = ["三年。", "一家" * 9, "补贴"]
    alone = [(model.likelihoods(f"第{turn}问", passages), model.ask(passages, 2, turn)) for turn in range(6)]
    with ThreadPoolExecutor(6) as threads:
        together = threads.map(
            lambda turn: (model.likelihoods(f"第{turn}问", passages), model.ask(passages, 2, turn)), range(6)
        )
        for (one, asked), (other, asked_too) in zip(alone, together, strict=True):
            assert one == pytest.approx(other, abs=1e-5)
            assert asked == asked_too


def test_the_number_of_threads_is_left_as_it_was(place: tuple[Path, str]) -> None:
    model = CausalModel(str(place[0]), weight=1.0)
    before = torch.get_num_threads()
    model.generate(TASK, [Choice("甲", 0.1), Choice("乙", 0.2)])
    model.ask(["三年。"], 2, 1)
    assert torch.get_num_threads() == before


def test_weight_zero_leaves_the_choice_to_the_prior(place: tuple[Path, str]) -> None:
    model = CausalModel(str(place[0]), weight=0.0)
    assert model.generate(TASK, [Choice("甲", 0.1), Choice("乙", 0.2)]) == 1


def rounded(model: torch.nn.Module) -> None:
    """Round the weights of the linear layers in place as bytes would, the last layer too."""
    for layer in model.modules():
        if isinstance(layer, torch.nn.Linear):
            step = layer.weight.data.abs().amax(1, keepdim=True) / 127
            layer.weight.data = torch.round(layer.weight.data / step) * step


def test_bytes_choose_as_the_rounded_weights_do(tmp_path: Path) -> None:
    folder = saved(tmp_path / "qwen3", "qwen3", "chat", tie_word_embeddings=False)
    model = CausalModel(str(folder), weight=1.0, dtype="int8")
    plain = AutoModelForCausalLM.from_pretrained(folder)
    rounded(plain)
    before = prompt_by_hand("chat", TASK)
    ranking(model, TASK, [mean_log_probability(plain, before, pieces_of(text)) for text in TEXTS])
    # Two layers of seven, and the last one, which is not the table of pieces here.
    assert sum(isinstance(part, ByteLinear) for part in model._model.modules()) == 15


def test_a_last_layer_that_is_the_table_of_pieces_is_not_made_bytes(tmp_path: Path) -> None:
    folder = saved(tmp_path / "qwen3", "qwen3", "chat", tie_word_embeddings=True)
    model = CausalModel(str(folder), weight=1.0, dtype="int8")
    assert sum(isinstance(part, ByteLinear) for part in model._model.modules()) == 14


def test_bfloat16_thinks_nearly_the_same(tmp_path: Path) -> None:
    folder = saved(tmp_path / "llama", "llama", "marked", initializer_range=0.1)
    whole, half = (CausalModel(str(folder), weight=1.0, dtype=dtype) for dtype in ("float32", "bfloat16"))
    one, other = (model.likelihoods("能几年", ["三年。", "一家"]) for model in (whole, half))
    assert one == pytest.approx(other, abs=0.05)
    assert one != other


MARKED = {"<问>": {"A": 0.5, "B": 0.45, "C": 0.05}, "A": {"?": 1.0}, "B": {"?": 0.5, "!": 0.5}}
ENDING = {"?": {"<答>": 1.0}, "!": {"</s>": 1.0}, "C": {"</s>": 1.0}}


@pytest.mark.parametrize("dtype", ["float32", "bfloat16", "int8"])
def test_whatever_the_precision_questions_are_written(tmp_path: Path, dtype: str) -> None:
    model = CausalModel(str(scripted(tmp_path, "marked", MARKED | ENDING)), weight=1.0, dtype=dtype)
    before = torch.get_rng_state()
    found = model.ask(["三年。", "高新技术企业突破1500家。"], 30, 1)
    # Rounded to a byte, C may come into the mass that is drawn from.
    assert [{"A?", "B!", "B?"} <= set(questions) <= {"A?", "B!", "B?", "C"} for questions in found] == [
        *(True, True)
    ]
    assert model.ask(["三年。", "高新技术企业突破1500家。"], 30, 1) == found
    assert torch.equal(torch.get_rng_state(), before)
    assert model.ask(["三年。"], 0, 1) == [[]]
    assert model.ask([], 3, 1) == []


def test_the_bundled_kind_writes_each_question_by_itself_up_to_its_mark(tmp_path: Path) -> None:
    model = CausalModel(str(scripted(tmp_path, "marked", MARKED | ENDING)), weight=1.0)
    found = model.ask(["x", "xyz" * 30], 20, 1)
    # C is outside of the mass that is drawn from.
    assert [sorted(questions) for questions in found] == [["A?", "B!", "B?"]] * 2
    assert [len(questions) for questions in model.ask(["x"] * 40, 1, 1)] == [1] * 40
    seeds = {tuple(questions[0] for questions in model.ask(["x"] * 9, 1, seed)) for seed in (1, 2, 3)}
    assert len(seeds) == 3
    # Half A?, a quarter each B? and B!, of the mass.
    told = [questions[0] for questions in model.ask(["x"] * 300, 1, 4)]
    assert told.count("A?") / 300 == pytest.approx(0.5 / 0.95, abs=0.1)


def test_a_question_that_does_not_come_to_its_end_is_left_out(tmp_path: Path) -> None:
    endless = {"<问>": {"A": 0.5, "B": 0.5}, "A": {"A": 1.0}, "B": {"</s>": 1.0}}
    model = CausalModel(str(scripted(tmp_path, "marked", endless)), weight=1.0)
    assert model.ask(["x"], 20, 1) == [["B"]]


def test_a_marker_that_ends_nothing_is_never_written(tmp_path: Path) -> None:
    astray = {"<问>": {"<据>": 0.9, "A": 0.1}, "A": {"</s>": 1.0}}
    model = CausalModel(str(scripted(tmp_path, "marked", astray)), weight=1.0)
    assert model.ask(["x"], 5, 1) == [["A"]]


def test_a_chat_model_writes_several_questions_one_a_line(tmp_path: Path) -> None:
    lines = {
        "\n": {"A": 0.4, "B": 0.4, "1": 0.2},
        "1": {".": 1.0},
        ".": {"C": 1.0},
        **{letter: {"?": 1.0} for letter in "ABC"},
        "?": {"\n": 0.9, "<|im_end|>": 0.1},
    }
    model = CausalModel(str(scripted(tmp_path, "chat", lines)), weight=1.0)
    told = {question for questions in model.ask(["x"] * 9, 6, 1) for question in questions}
    assert told == {"A?", "B?", "C?"}
    assert all(len(questions) <= 2 for questions in model.ask(["x"] * 9, 2, 1))


def test_a_plain_model_goes_on_with_lines_and_the_last_unfinished_one_is_left_out(tmp_path: Path) -> None:
    # It begins behind 问：, whose last byte is 0x9a, and never ends.
    last = pieces_of("：")[-1]
    (colon,) = [piece for piece, at in NUMBER.items() if at == last]
    lines = {"\n": {"B": 1.0}, "A": {"?": 1.0}, "B": {"?": 1.0}, "?": {"\n": 1.0}, colon: {"A": 1.0}}
    model = CausalModel(str(scripted(tmp_path, "plain", lines)), weight=1.0)
    assert model.ask(["x"], 4, 1) == [["A?", "B?"]]


@pytest.mark.parametrize("style", STYLES)
def test_a_long_clause_is_cut_and_the_question_still_counts(tmp_path: Path, style: str) -> None:
    folder = saved(tmp_path / "m", "llama", style, max_position_embeddings=700)
    model = CausalModel(str(folder), weight=1.0)
    long = Task("几年", "字" * 5000)
    seen: list[list[int]] = []
    read = model._pieces.prompt
    model._pieces.prompt = lambda prompt, room: seen.append(read(prompt, room)) or seen[-1]  # type: ignore[method-assign, func-returns-value]
    assert model.generate(long, [Choice("甲", 5.0), Choice("乙", -50.0)]) == 0
    (pieces,) = seen
    assert len(pieces) == 700 - 3
    said = bytes(model._pieces.text(pieces), "utf-8").decode()
    assert "几年" in said
    assert "字字字" in said
    if style == "chat":
        assert "请只用下面条文里的原话回答问题" in said


def test_a_prompt_beyond_the_window_is_cut_and_not_an_error(tmp_path: Path) -> None:
    model = CausalModel(str(saved(tmp_path / "m", "llama", "plain", max_position_embeddings=64)), weight=1.0)
    # Of the question its end is all that is left: what stood before makes no difference.
    choices = [Choice(text, 0.0) for text in TEXTS]
    cut = [model.generate(Task(before + "问" * 50, "据" * 50), choices) for before in ("", "甲乙丙")]
    assert cut[0] == cut[1]
    assert model.generate(Task("问" * 50, "据" * 50), [Choice("", 1.0), Choice("", 2.0)]) == 1
    marked = CausalModel(
        str(saved(tmp_path / "n", "llama", "marked", max_position_embeddings=64)), weight=1.0
    )
    means = marked.likelihoods("问", ["据" * 50, "据" * 60, "据"])
    assert means[0] == pytest.approx(means[1], abs=1e-5)
    assert means[0] != pytest.approx(means[2], abs=1e-3)


def test_the_bundled_model_writes_what_it_is_offered() -> None:
    model = CausalModel(str(BUNDLED), weight=0.1)
    assert model.name == "bundled"
    # With equal priors it is the model that decides: for what stands in the evidence.
    task = Task("博士能领多少安家费？", "对引进的博士给予二十万元安家补贴。")
    choices = [Choice(text, 0.0) for text in ("葡萄酒窖的温度要低", "给予二十万元安家补贴")]
    assert model.generate(task, choices) == 1
    assert model.generate(task, choices[::-1]) == 0


def truncated(folder: Path) -> None:
    (folder / "model.safetensors").write_bytes((folder / "model.safetensors").read_bytes()[:1000])


def changed(**changes: object) -> Callable[[Path], None]:
    return lambda folder: tiny.change(folder, "config.json", changes)


def lacking(folder: Path) -> None:
    weights = load_file(folder / "model.safetensors")
    del weights["model.layers.1.mlp.up_proj.weight"]
    save_file(weights, folder / "model.safetensors", metadata={"format": "pt"})


def without(name: str) -> Callable[[Path], None]:
    return lambda folder: (folder / name).unlink()


def of_another_model(folder: Path) -> None:
    tokenizer = json.loads((folder / "tokenizer.json").read_text(encoding="utf-8"))
    tokenizer["model"]["vocab"]["另"] = 999
    added = {**tokenizer["added_tokens"][-1], "id": 999, "content": "另"}
    tokenizer["added_tokens"].append(added)
    tiny.write(folder, "tokenizer.json", tokenizer)


def with_template(text: str) -> Callable[[Path], None]:
    def write(folder: Path) -> None:
        (folder / "chat_template.jinja").write_text(text, encoding="utf-8")

    return write


BROKEN: dict[str, tuple[Callable[[Path], None], str]] = {
    "truncated weights": (truncated, "读不出来.*核对校验和"),
    "no weights": (without("model.safetensors"), "没有权重"),
    "no tokenizer": (without("tokenizer.json"), "没有分词器"),
    "no config": (without("config.json"), "没有 config.json，不是模型文件夹"),
    "weights that lack a part": (lacking, r"权重缺 1 项，如 model\.layers\.1\.mlp\.up_proj\.weight"),
    "a tokenizer of another model": (of_another_model, "两者不是一套"),
    "code of its own": (changed(model_type="new", auto_map={"AutoModel": "m.M"}), "自己带的程序"),
    "packed weights": (changed(quantization_config={"quant_method": "gptq"}), "压缩过.*GENERATOR_DTYPE=int8"),
    "a template that leaves the text out": (with_template("{{ messages[0].role }}"), "对话模板用不了"),
    "a template that cannot be read": (with_template("{% if %}"), "对话模板用不了"),
}


@pytest.mark.parametrize("name", BROKEN)
def test_a_folder_that_is_no_sound_generator_is_refused_and_it_is_said_why(tmp_path: Path, name: str) -> None:
    folder = saved(tmp_path / "own", "qwen2", "chat")
    spoil, message = BROKEN[name]
    spoil(folder)
    with pytest.raises(ModelError, match=message) as caught:
        CausalModel(str(folder), weight=1.0)
    assert str(caught.value).startswith(f"生成器 {folder} 用不了：")


@pytest.mark.parametrize(
    ("name", "kind", "message"),
    [
        ("bge-m3", "xlm-roberta", "编码器（XLMRobertaModel）.*CEYIN_ENCODER"),
        ("Qwen3-Embedding-0.6B", "qwen3", "编码器（Qwen3ForCausalLM）"),
        ("bge-reranker-base", "xlm-roberta reranker", "重排模型（XLMRobertaForSequenceClassification）"),
        ("Qwen3-Reranker-0.6B", "qwen3", "重排模型（Qwen3ForCausalLM）.*CEYIN_RERANKER"),
    ],
)
def test_a_model_made_for_something_else_is_refused(
    tmp_path: Path, name: str, kind: str, message: str
) -> None:
    with pytest.raises(ModelError, match=message):
        CausalModel(str(tiny.saved(tmp_path / name, kind)), weight=1.0)


def test_weights_that_are_no_numbers_are_an_error_where_they_are_used(tmp_path: Path) -> None:
    folder = saved(tmp_path / "own", "llama", "marked")
    weights = load_file(folder / "model.safetensors")
    weights["model.norm.weight"][0] = float("nan")
    save_file(weights, folder / "model.safetensors", metadata={"format": "pt"})
    model = CausalModel(str(folder), weight=1.0)
    with pytest.raises(ModelError, match=r"不是数的值.*CEYIN_GENERATOR"):
        model.generate(TASK, [Choice("甲", 0.0), Choice("乙", 0.0)])
    with pytest.raises(ModelError, match="不是数的值"):
        model.likelihoods("几年", ["三年"])
    with pytest.raises(ModelError, match="不是数的值"):
        model.ask(["三年"], 2, 1)


def test_a_model_that_is_not_there_is_named_with_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match=r"没有这个文件夹。请检查 CEYIN_GENERATOR"):
        CausalModel(str(tmp_path / "没有"), weight=1.0)
    with pytest.raises(ModelError, match=r"Qwen/no-such-model .*CEYIN_ALLOW_DOWNLOAD=1"):
        CausalModel("Qwen/no-such-model", weight=1.0)
