import io

import pytest
from rich.table import Table
from rich.text import Text

from service.terminal import ERR, OUT, Screen, visible


def printed(thing: object, *, to_terminal: bool = False) -> str:
    """What is written of a thing that is printed to a file, or as to a terminal."""
    file = io.StringIO()
    screen = Screen(file=file, width=60, soft_wrap=True, markup=False, force_terminal=to_terminal)
    screen.print(thing)
    return file.getvalue()


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("甲\x1b[2J乙", "甲<U+001B>[2J乙"),
        ("甲\x9b31m\x7f", "甲<U+009B>31m<U+007F>"),
        ("\r\b\a\0", "<U+000D><U+0008><U+0007><U+0000>"),
        ("给予\u202e元万07\u202c", "给予<U+202E>元万07<U+202C>"),
        ("4\u200b8\ufeff0\u20600\xad\u2066", "4<U+200B>8<U+FEFF>0<U+2060>0<U+00AD><U+2066>"),
        ("甲\u2028乙\u2029丙\x85", "甲<U+2028>乙<U+2029>丙<U+0085>"),
        ("\U000e0041\ud800", "<U+E0041><U+D800>"),
        ("第一条\u3000“甲”，7.36％。\n\t乙", "第一条\u3000“甲”，7.36％。\n\t乙"),
        ("𠮷é\ue010\U000e0100", "𠮷é\ue010\U000e0100"),
    ],
)
def test_letters_that_steer_or_hide_are_marked_and_others_left(text: str, shown: str) -> None:
    assert visible(text) == shown
    assert visible(shown) == shown


def test_a_text_and_a_plain_string_are_printed_with_their_marks() -> None:
    assert printed(Text("甲\x1b[31m\u202e乙")) == "甲<U+001B>[31m<U+202E>乙\n"
    assert printed("甲\x9b31m乙") == "甲<U+009B>31m乙\n"


def test_a_long_line_with_marks_is_neither_cut_nor_broken() -> None:
    assert printed(Text("\u202e甲" * 40)) == "<U+202E>甲" * 40 + "\n"


def test_the_cell_of_a_table_has_room_for_its_marks() -> None:
    table = Table(show_header=False, box=None)
    table.add_row("甲\u202e乙", "丙")
    assert printed(table).split() == ["甲<U+202E>乙", "丙"]


def test_the_colours_that_the_program_chose_still_reach_a_terminal() -> None:
    shown = printed(Text("甲\x1b[2J", style="bold"), to_terminal=True)
    assert shown.startswith("\x1b[1m甲<U+001B>[2J\x1b[0m")


def test_all_that_the_command_line_prints_goes_through_such_a_screen() -> None:
    assert (type(OUT), type(ERR)) == (Screen, Screen)
