"""`ceyin match`: which support applies to an applicant, or to a file of them."""

import json
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path

import click
from pydantic import ValidationError

from corpus.errors import CeyinError, ProfileError, QuestionError, SettingError
from service import wire
from service.batch import lines_of, row_of, write_whole
from service.matching.facts import Facts, day_of
from service.matching.matcher import Matcher
from service.matching.show import show_matches
from service.settings import read_settings
from service.terminal import ERR, OUT, progress

_FILE = click.Path(path_type=Path)
_DAY = click.DateTime(["%Y-%m-%d"])


@dataclass(frozen=True, slots=True)
class Row:
    """An applicant of a file."""

    id: str | int
    profile: str
    as_of: str | None
    facts: Facts


@click.command(help="按企业（或团队、个人）的情况，找出适用的扶持条款；--batch 处理一个文件里的全部描述。")
@click.argument("profile", metavar="[描述]", required=False)
@click.option("--json", "as_values", is_flag=True, help="输出 JSON")
@click.option("--as-of", "day", type=_DAY, metavar="日期", help="按这一天判断是否有效，默认今天")
@click.option("--region", metavar="地区", help="所在的省、市或县，描述里没写时给")
@click.option(
    "--batch", "profiles", type=_FILE, metavar="文件", help="每行一个 {id, profile}，可加 as_of、facts"
)
@click.option("--out", type=_FILE, metavar="文件", help="结果文件，与 --batch 同用")
def match(
    profile: str | None,
    day: datetime | None,
    region: str | None,
    profiles: Path | None,
    out: Path | None,
    *,
    as_values: bool,
) -> None:
    """Match one applicant, or a file of them."""
    if (profile is None) == (profiles is None) or (profiles is None) != (out is None):
        raise SettingError("请给一段描述，或用 --batch 描述.jsonl --out 结果.jsonl。")
    if profiles is not None and (day or region):
        raise SettingError("--as-of 和 --region 只用于单份描述；文件里每行可写自己的 as_of 和 facts。")
    if profiles is not None and out is not None:
        _match_all(profiles, out)
        return
    as_of = day.date().isoformat() if day else None
    found = _load().match(profile or "", Facts(region=region), as_of)
    if as_values:
        click.echo(json.dumps(asdict(found), ensure_ascii=False, indent=2))
    else:
        show_matches(OUT, found)


def read_profiles(path: Path) -> list[Row]:
    """Read JSON lines `{id, profile, as_of, facts}`, in order; the last two may be left out.

    Raises:
        QuestionError: there is no such file, or a line is not of this form.
    """
    return [_row(line, where) for where, line in lines_of(path, "profile")]


def _row(line: str, where: str) -> Row:
    row = row_of(line, where, "profile")
    given = row.get("facts")
    try:
        facts = Facts.model_validate({} if given is None else given)
    except ValidationError as error:
        field = ".".join(map(str, error.errors()[0]["loc"]))
        wrong = f"的 facts 里 {field} 不对" if field else "的 facts 应当是 JSON 对象"
        raise QuestionError(f"{where}{wrong}。请对照 README 的字段改正。") from error
    as_of = row.get("as_of")
    if as_of is not None and not isinstance(as_of, str):
        raise QuestionError(f"{where}的 as_of 应当是 2019-06-01 这样的日期，请改正。")
    return Row(row["id"], row["profile"], as_of, facts)


def lines_for(matcher: Matcher, rows: list[Row]) -> Iterator[str]:
    """A line of results for each applicant; one that cannot be matched says why, and has no matches."""
    for row in rows:
        try:
            found = asdict(matcher.match(row.profile, row.facts, row.as_of))
        except CeyinError as error:
            found = {"profile": row.profile, "as_of": row.as_of, "matches": [], "notices": [str(error)]}
        yield json.dumps({"id": row.id, **found}, ensure_ascii=False)


def _match_all(profiles: Path, out: Path) -> None:
    rows = read_profiles(profiles)
    for row in rows:
        try:
            day_of(row.as_of, datetime.now().date())
        except ProfileError as error:
            raise QuestionError(f"{profiles} 里 {row.id} 的{error}") from error
    if out.exists() and out.samefile(profiles):
        raise QuestionError("结果文件不能就是描述文件。请换一个 --out。")
    matcher = _load()
    with progress() as bar:
        task = bar.add_task("匹配", total=len(rows))
        write_whole(out, lines_for(matcher, rows), lambda: bar.advance(task))
    OUT.print(f"{len(rows)} 份描述的结果已写入 {out}。")


def _load() -> Matcher:
    settings = read_settings()
    with ERR.status("正在装载索引和模型……"):
        return wire.matcher_over(wire.searching_of(settings))
