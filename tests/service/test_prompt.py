from types import SimpleNamespace

import pytest

from service.generator import Task
from service.prompt import ASKING, Chat, Marked, Part, Plain, Role, style_of
from tests.service.models import tokenizer_of

FRAME, GIVEN, CUT = Role.FRAME, Role.GIVEN, Role.EVIDENCE
TASK = Task("几年？", "三年。", "此外，")


def test_the_bundled_models_markers_part_the_texts() -> None:
    style = style_of(tokenizer_of("marked"))
    assert isinstance(style, Marked)
    assert style.answer(TASK) == (
        Part(FRAME, "<s><据>"),
        Part(CUT, "三年。"),
        Part(FRAME, "<问>"),
        Part(GIVEN, "几年？"),
        Part(FRAME, "<答>"),
        Part(GIVEN, "此外，"),
    )
    assert style.ask("三年。", 9) == (Part(FRAME, "<s><据>"), Part(CUT, "三年。"), Part(FRAME, "<问>"))
    assert (style.several, style.stops) == (False, ("<答>",))


def test_a_chat_model_is_told_in_its_template_without_thinking() -> None:
    style = style_of(tokenizer_of("chat"))
    assert isinstance(style, Chat)
    opened, evidence, between, question, closed, written = style.answer(TASK)
    assert opened.text.startswith("<|im_start|>user\n请只用下面条文里的原话回答问题")
    assert opened.text.endswith("\n\n条文：")
    assert (evidence, question, written) == (
        Part(CUT, "三年。"),
        Part(GIVEN, "几年？"),
        Part(GIVEN, "此外，"),
    )
    assert between == Part(FRAME, "\n\n问题：")
    assert closed == Part(FRAME, "<|im_end|>\n<|im_start|>assistant\n<think>\n\n</think>\n\n")
    assert style.ask("三年。", 5) == (
        Part(FRAME, f"<|im_start|>user\n{ASKING.format(count=5)}\n\n"),
        Part(CUT, "三年。"),
        closed,
    )
    assert "写出 5 个" in ASKING.format(count=5)
    assert style.several


@pytest.mark.parametrize(("opens", "opening"), [(True, "<s>据："), (False, "据：")])
def test_a_model_without_a_template_goes_on_with_a_text(opens: bool, opening: str) -> None:
    style = style_of(tokenizer_of("plain", opens=opens))
    assert isinstance(style, Plain)
    parts = style.answer(TASK)
    assert "".join(part.text for part in parts) == f"{opening}三年。\n问：几年？\n答：此外，"
    assert [part.role for part in parts] == [FRAME, CUT, FRAME, GIVEN, FRAME, GIVEN]
    asked = style.ask("三年。", 4)
    assert [part.role for part in asked] == [FRAME, CUT, FRAME]
    assert "".join(part.text for part in asked).startswith(f"{opening}三年。\n")
    assert asked[-1].text.endswith("4 个问题，每行一个：\n问：")


def test_markers_count_for_more_than_a_template_and_one_of_them_is_not_enough() -> None:
    both = SimpleNamespace(
        get_added_vocab=lambda: {"<据>": 1, "<问>": 2, "<答>": 3},
        bos_token=None,
        chat_template="{{ messages }}",
    )
    assert isinstance(style_of(both), Marked)
    assert style_of(both).ask("甲", 1)[0] == Part(FRAME, "<据>")
    two = SimpleNamespace(
        get_added_vocab=lambda: {"<据>": 1, "<问>": 2}, bos_token_id=None, bos_token=None, chat_template=None
    )
    assert isinstance(style_of(two), Plain)


@pytest.mark.parametrize("render", [lambda text: "你好", lambda text: text + text])
def test_a_template_that_does_not_show_the_message_once_is_refused(render: object) -> None:
    with pytest.raises(ValueError, match="template"):
        Chat(render)  # type: ignore[arg-type]
