"""What every command line of the project shares: Chinese messages, one-line errors, exit codes."""

import atexit
import gc
import gettext
import os
from pathlib import Path

import click
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from corpus.errors import CeyinError

LOCALE = Path(__file__).parent / "locale"
# Lines are left to the terminal to wrap: a quote with breaks in it is no quote.
OUT = Console(soft_wrap=True, markup=False, highlight=False)
ERR = Console(stderr=True)
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
        click.echo(f"出错：{error}", err=True)
        raise SystemExit(2) from error
