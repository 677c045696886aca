from hypothesis import given
from hypothesis import strategies as st

from service.pieces import Pieces
from service.prompt import Part, Role
from tests.service.models import NUMBER, SPECIAL, bytes_of, pieces_of, tokenizer_of

PIECES = Pieces(tokenizer_of("marked"))
FRAME, GIVEN, CUT = Role.FRAME, Role.GIVEN, Role.EVIDENCE


def test_markers_count_in_the_frame_and_are_plain_text_in_what_comes_from_outside() -> None:
    prompt = (Part(FRAME, "<s><据>"), Part(CUT, "a<答>b"), Part(FRAME, "<问>"), Part(GIVEN, "</s>"))
    assert PIECES.prompt(prompt, 99) == [
        *(NUMBER["<s>"], NUMBER["<据>"]),
        *bytes_of("a<答>b"),
        NUMBER["<问>"],
        *bytes_of("</s>"),
    ]


@given(
    st.lists(st.sampled_from([*SPECIAL, "<", "据>", "<<据>>", "|im_end|>", "补贴", " ", "\n"])).map("".join)
)
def test_no_text_from_outside_gives_a_marker_or_loses_a_letter(text: str) -> None:
    for style in ("marked", "chat"):
        pieces = Pieces(tokenizer_of(style))
        assert pieces.plain(text) == bytes_of(text)
        assert pieces.text(pieces.plain(text)) == text


def test_evidence_is_cut_at_its_end_where_room_is_short_and_nothing_else() -> None:
    prompt = (Part(FRAME, "<s>"), Part(CUT, "abcdef"), Part(FRAME, "<问>"), Part(GIVEN, "xy"))
    assert PIECES.prompt(prompt, 10) == pieces_of("<s>", "abcdef", "<问>", "xy")
    assert PIECES.prompt(prompt, 7) == pieces_of("<s>", "abc", "<问>", "xy")
    assert PIECES.prompt(prompt, 4) == pieces_of("<s>", "<问>", "xy")


def test_what_nothing_else_can_hold_is_cut_in_front() -> None:
    prompt = (Part(FRAME, "<s>"), Part(CUT, "abcdef"), Part(FRAME, "<问>"), Part(GIVEN, "xy"))
    assert PIECES.prompt(prompt, 3) == pieces_of("<问>", "xy")
    assert PIECES.prompt(prompt, 1) == pieces_of("y")


def test_what_pads_is_there_in_any_tokenizer() -> None:
    tokenizer = tokenizer_of("plain")
    assert Pieces(tokenizer).padding == NUMBER["<|endoftext|>"]
    tokenizer.pad_token = None
    assert Pieces(tokenizer).padding == NUMBER["</s>"]
    tokenizer.eos_token = None
    assert Pieces(tokenizer).padding == 0
