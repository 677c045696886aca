"""What a folder of documents says of each: `catalog.toml`, optional."""

import tomllib
from pathlib import Path

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from corpus.errors import CatalogError


class Entry(BaseModel):
    """One `[[document]]` table of the catalog; only `file` is required."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    file: str
    id: str | None = Field(default=None, pattern=r"^[\w.-]+$")
    title: str | None = None
    issuer: str | None = None
    number: str | None = None
    date: str | None = Field(default=None, pattern=r"^\d{4}(-\d{2}(-\d{2})?)?$")
    region: str | None = None
    level: str | None = None
    period: tuple[int, int] | None = None
    inferred: tuple[str, ...] = ()


def read_catalog(folder: Path) -> dict[str, Entry]:
    """Read `catalog.toml` of a folder as entries by file name; no catalog is an empty one.

    Raises:
        CatalogError: it is no TOML, has a field unknown or of a wrong form, names one file or
            id twice, or names a file that is not in the folder.
    """
    path = folder / "catalog.toml"
    if not path.exists():
        return {}
    try:
        tables = tomllib.loads(path.read_text(encoding="utf-8")).get("document", [])
        entries = [Entry.model_validate(table) for table in tables]
    except (OSError, tomllib.TOMLDecodeError, UnicodeDecodeError, AttributeError, TypeError) as error:
        raise CatalogError(f"目录文件 {path} 不是有效的 TOML：{error}。请改正后再试。") from error
    except ValidationError as error:
        first = error.errors()[0]
        field = ".".join(map(str, first["loc"]))
        raise CatalogError(f"目录文件 {path} 的字段 {field} 不对：{first['msg']}。请改正后再试。") from error
    for names in ([entry.file for entry in entries], [entry.id for entry in entries if entry.id]):
        twice = sorted({name for name in names if names.count(name) > 1})
        if twice:
            raise CatalogError(f"目录文件 {path} 里 {twice[0]} 出现了不止一次。请只保留一处。")
    absent = [entry.file for entry in entries if not (folder / entry.file).is_file()]
    if absent:
        raise CatalogError(f"目录文件 {path} 写了 {absent[0]}，但文件夹里没有它。请补上文件或删去这一条。")
    return {entry.file: entry for entry in entries}
