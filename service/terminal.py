"""What every command line of the project shares: Chinese messages, one-line errors, exit codes."""

import atexit
import gc
import gettext
import os
import unicodedata
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import click
from rich.console import Console, ConsoleOptions, RenderableType
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn
from rich.segment import Segment
from rich.text import Text

from corpus.errors import CeyinError

LOCALE = Path(__file__).parent / "locale"
_UNSEEN = ("Cc", "Cf", "Cs", "Zl", "Zp")


def visible(text: str) -> str:
    """A text whose letters that steer a terminal, reorder what is shown or do not show stand as <U+202E>.

    Line ends and tabs stay, and private-use letters, which every font shows as a box.
    """
    return "".join(f"<U+{ord(letter):04X}>" if _steers(letter) else letter for letter in text)


def _steers(letter: str) -> bool:
    return letter not in "\n\t" and unicodedata.category(letter) in _UNSEEN


class Screen(Console):
    """A console on which whatever a document, a question or a model wrote is only ever shown.

    Rich writes escape sequences in a text as they are: a clause could clear the screen or hide its text.
    """

    def render_str(self, text: str, **layout: Any) -> Text:  # noqa: ANN401
        """Make marks of the letters of a plain text before it is measured."""
        return super().render_str(visible(text), **layout)

    def render(self, renderable: RenderableType, options: ConsoleOptions | None = None) -> Iterator[Segment]:
        """Make marks of the letters of everything else; what Rich itself tells the terminal stays."""
        for segment in super().render(renderable, options):
            yield segment if segment.control else segment._replace(text=visible(segment.text))


# Lines are left to the terminal to wrap: a quote with breaks in it is no quote.
OUT = Screen(soft_wrap=True, markup=False, highlight=False)
ERR = Screen(stderr=True)
CONTEXT = {"help_option_names": ["-h", "--help"]}


class Chinese(click.Group):
    """A group whose usage line is Chinese throughout."""

    def __init__(self, **attrs: object) -> None:
        """As click's, with Chinese placeholders."""
        super().__init__(subcommand_metavar="命令 …", options_metavar="[选项]", **attrs)  # type: ignore[arg-type]

    def add_command(self, cmd: click.Command, name: str | None = None) -> None:
        """Add a command, its placeholder for options put into Chinese."""
        cmd.options_metavar = "[选项]"
        super().add_command(cmd, name)


def progress() -> Progress:
    """A progress bar on the error stream, so that output can be piped."""
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    return Progress(*columns, console=ERR, transient=True)


def run(group: click.Group) -> None:
    """Run a command line; an error the user can mend is one line on the error stream, and exit code 2."""
    # Importing the libraries makes millions of objects that live to the end: not worth collecting.
    gc.disable()
    atexit.register(gc.freeze)
    os.environ.setdefault("LANGUAGE", "zh_CN")
    gettext.bindtextdomain("messages", LOCALE)
    try:
        group()
    except CeyinError as error:
        click.echo(visible(f"出错：{error}"), err=True)
        raise SystemExit(2) from error
