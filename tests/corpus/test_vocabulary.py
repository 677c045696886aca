"""The vocabulary, and what must hold for every line of `support.toml`."""

import re
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import corpus
from corpus.vocabulary import cue, folded, upward, words

ROOT = Path(__file__).parents[2]
DATA = tomllib.loads((Path(corpus.__file__).parent / "support.toml").read_text(encoding="utf-8"))
TABLES = ("benefits", "kinds", "statuses", "measures")
HOSTILE = (
    "企业",
    "我们",
    "一家",
    "1",
    "1人",
    "的",
    "给予",
    "。",
    "万元",
    "经",
    "做",
    " ",
    "甲",
    "没有",
    "，",
)


def patterns() -> Iterator[tuple[str, str]]:
    """Every pattern of the data, with where it stands."""
    for table, held in DATA.items():
        for key, row in held.items():
            lists = {"": row} if isinstance(row, list) else row
            for name in lists.keys() & {"", "clause", "said", "wanted"}:
                yield from ((f"{table}.{key}.{name}".strip("."), pattern) for pattern in lists[name])


def seconds_out() -> None:
    """Search lines without end for every word of the vocabulary."""
    lines = [piece * (3_000 // len(piece)) for piece in HOSTILE]
    for table in TABLES:
        for word in words(table).values():
            for pattern in (word.clause, *word.said):
                for line in lines:
                    pattern.search(line)
    for table, rows in DATA.items():
        if table not in TABLES:
            for kind in rows:
                for line in lines:
                    cue(table, kind).search(line)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("ＡＢｃ，（１０％）；", "abc,(10%);"),
        ("Ｒ＆Ｄ　经费", "r&d 经费"),
        ("支持《办法》、“双创”。", "支持《办法》、“双创”。"),
        ("ＩİＩ", "IİI"),
    ],
)
def test_a_text_is_folded_to_half_width_and_lower_case(text: str, expected: str) -> None:
    assert folded(text) == expected


@given(st.text())
def test_folding_keeps_every_character_in_its_place(text: str) -> None:
    assert len(folded(text)) == len(text)
    for place, character in enumerate(text):
        if "\u4e00" <= character <= "\u9fff":
            assert folded(text)[place] == character


def test_a_kind_is_all_that_it_lies_within() -> None:
    assert upward("tech_sme") == {"tech_sme", "small", "tech_enterprise", "enterprise"}
    assert upward("enterprise") == {"enterprise"}


def test_a_measure_has_its_unit_and_the_words_that_scale_it() -> None:
    revenue = words("measures")["revenue"]
    assert (revenue.key, revenue.name, revenue.unit) == ("revenue", "营业收入", "万元")
    assert revenue.scales == {"万": 1, "百万": 100, "千万": 1000, "亿": 10000}


def test_what_is_wanted_is_how_a_benefit_is_said() -> None:
    subsidy = words("benefits")["subsidy"]
    assert len(subsidy.said) == len(DATA["benefits"]["subsidy"]["wanted"])
    assert [bool(pattern.search("报销")) for pattern in subsidy.said].count(True) == 1
    assert (subsidy.within, subsidy.unit, dict(subsidy.scales)) == ((), "", {})


def test_any_pattern_of_a_cue_may_match() -> None:
    assert [match[0] for match in cue("granting").finditer("给予补贴,扶持")] == ["给予", "补贴", "扶持"]
    assert cue("zones", "outside").search("我们没进园") is not None
    assert cue("zones", "inside").search("我们没进园") is None


def test_every_pattern_compiles_and_matches_no_empty_text() -> None:
    assert [(where, pattern) for where, pattern in patterns() if re.compile(pattern).search("")] == []


def test_no_repeat_is_without_bound() -> None:
    """A pattern without its escapes and its character classes holds no *, + or {n,}."""
    bare = ((where, re.sub(r"\[(?:\\.|[^\]])*\]|\\.", "", pattern)) for where, pattern in patterns())
    assert [found for found in bare if re.search(r"[*+]|\{\d*,\}", found[1])] == []


def test_patterns_are_written_as_the_text_is_that_they_search() -> None:
    """Half-width and lower case; else they match nothing, ever."""
    bare = ((where, re.sub(r"\\.|\(\?P<", "", pattern)) for where, pattern in patterns())
    assert [found for found in bare if folded(found[1]) != found[1]] == []


def test_no_pattern_stands_twice_in_a_list() -> None:
    held = list(patterns())
    assert sorted({found for found in held if held.count(found) > 1}) == []


@pytest.mark.parametrize("table", TABLES)
def test_no_two_words_of_a_table_have_one_name(table: str) -> None:
    names = [word.name for word in words(table).values()]
    assert sorted({name for name in names if names.count(name) > 1}) == []


def test_what_a_kind_lies_within_is_a_kind_and_never_itself() -> None:
    kinds = {key: row["within"] for key, row in DATA["kinds"].items()}
    assert {above for held in kinds.values() for above in held} - kinds.keys() == set()

    def reached(key: str, way: tuple[str, ...]) -> Iterator[tuple[str, ...]]:
        for above in kinds[key]:
            if above in way:
                yield (*way, above)
            else:
                yield from reached(above, (*way, above))

    assert [circle for key in kinds for circle in reached(key, (key,))] == []


@pytest.mark.parametrize("table", ["kinds", "measures", "statuses"])
def test_no_key_is_written_with_other_fields(table: str) -> None:
    known = {"name", "clause", "said", "within", "unit", "scales"}
    assert {field for row in DATA[table].values() for field in row} - known == set()


def test_every_figure_that_is_said_has_a_value_and_scales_for_its_words() -> None:
    for key, row in DATA["measures"].items():
        for pattern in row["said"]:
            groups = re.compile(pattern).groupindex
            assert "value" in groups, (key, pattern)
            scales = re.findall(r"\(\?P<scale>([^)]*)\)", pattern)
            assert {word for one in scales for word in one.split("|")} <= row.get("scales", {}).keys(), key


def test_no_word_keeps_a_search_busy() -> None:
    # In a process of its own: a regex that runs away cannot be interrupted in this one.
    code = f"import runpy; runpy.run_path({__file__!r})['seconds_out']()"
    run = [sys.executable, "-c", code]
    done = subprocess.run(run, cwd=ROOT, timeout=60, check=False, capture_output=True, text=True)
    assert (done.returncode, done.stderr) == (0, "")


def test_what_is_held_and_what_is_measured_go_by_different_keys() -> None:
    assert not set(words("statuses")) & set(words("measures"))
