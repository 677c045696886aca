"""The options of a command line that restrict a search to some documents or legs."""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import TypeVar

import click

from index.filters import Filters
from index.leg import Leg

_Command = TypeVar("_Command", bound=Callable[..., None])


def restricting(command: _Command) -> _Command:
    """Add the options that restrict a search to some documents or legs."""
    for option in (
        click.option(
            "--without",
            type=click.Choice([str(leg) for leg in Leg]),
            callback=lambda _context, _option, legs: tuple(map(Leg, legs)),
            multiple=True,
            metavar="腿",
            help=f"检索时不用这条腿，可写几次：{'、'.join(Leg)}",
        ),
        click.option("--on", type=click.DateTime(["%Y-%m-%d"]), metavar="日期", help="只查这一天有效的文件"),
        click.option("--year", type=int, metavar="年份", help="只查这一年的文件（发文年份或规划期）"),
        click.option("--issuer", metavar="机关", help="只查这个机关发的文件"),
        click.option("--level", metavar="级别", help="只查这一级的文件，如 省级"),
        click.option("--region", metavar="地区", help="只查这个地区的文件，如 辽宁省"),
        click.option("--document", metavar="编号", help="只查这一份文件"),
    ):
        command = option(command)
    return command


def filters_of(given: Mapping[str, str | int | datetime]) -> Filters:
    """The filters that these options give."""
    day = given["on"]
    return Filters.model_validate({**given, "on": day.date() if isinstance(day, datetime) else None})
