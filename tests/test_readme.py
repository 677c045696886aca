import re
import tomllib
from pathlib import Path
from typing import get_args

import click
import pytest

from corpus.reader import read_folder
from eval.baseline import load_baseline
from eval.checks import faults
from eval.cli import app as eval_app
from eval.figures import BY_NAME
from eval.questions import Difficulty, Persona, Split, Type, load_set
from eval.variants import LABELS, Variant
from service.cli import app
from service.settings import Settings

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text(encoding="utf-8")
OF_EVAL = (ROOT / "eval" / "README.md").read_text(encoding="utf-8")
MAKEFILE = (ROOT / "Makefile").read_text(encoding="utf-8")


def commands(program: str) -> list[list[str]]:
    """The command lines of a program in the READMEs, without the program, quotes removed."""
    lines = re.findall(rf"^(?:\.venv/bin/)?{program} (.+)$", README + OF_EVAL, re.MULTILINE)
    return [re.findall(r'"[^"]*"|\S+', line.split("#")[0]) for line in lines]


def test_the_readme_is_short() -> None:
    assert len(README.splitlines()) <= 150


def test_every_setting_is_in_the_table_with_its_default() -> None:
    rows = re.findall(r"^\| `(CEYIN_\w+)` \| `([^`]*)` \| (.+) \|$", README, re.MULTILINE)
    expected = [
        (f"CEYIN_{name.upper()}", str(field.default), field.description)
        for name, field in Settings.model_fields.items()
    ]
    assert rows == expected


@pytest.mark.parametrize(("program", "group"), [("ceyin", app), ("ceyin-eval", eval_app)])
def test_every_command_shown_parses(program: str, group: click.Group) -> None:
    shown = commands(program)
    assert shown
    for words in shown:
        name, *rest = words
        command = group.commands[name]
        command.make_context(name, [word.strip('"') for word in rest], resilient_parsing=False)


def test_every_make_target_shown_exists_and_is_phony() -> None:
    phony = re.search(r"^\.PHONY: (.+)$", MAKEFILE, re.MULTILINE)
    assert phony is not None
    targets = "run test check index ask eval bench train train-encoder train-generator clean"
    assert phony[1] == targets
    for target in set(re.findall(r"make ([a-z-]+)", README)):
        assert target in phony[1].split()
        assert re.search(rf"^{target}:", MAKEFILE, re.MULTILINE)


def test_every_file_the_readme_names_exists() -> None:
    for name in re.findall(r"`((?:corpus|index|service|eval)/[\w./-]+)`", README + OF_EVAL):
        assert (ROOT / name).exists(), name


def test_every_dependency_is_pinned() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    wanted = project["dependencies"] + project["optional-dependencies"]["dev"]
    pinned = re.findall(r"^([\w.-]+)==", (ROOT / "constraints.txt").read_text(encoding="utf-8"), re.MULTILINE)
    names = {name.lower().replace("_", "-") for name in pinned}
    assert {re.split("[=<>]", name)[0] for name in wanted} <= names


def test_the_figures_shown_are_those_of_the_baseline() -> None:
    marks = load_baseline().figures
    shown = dict(re.findall(r"^\| ([^|]+?) \| \d+ \| ([\d.]+) \|", README, re.MULTILINE))
    new = dict(re.findall(r"^\| ([^|]+?) \| \d+ \|[^|]+\|[^|]+\| ([\d.]+) \|", README, re.MULTILINE))
    for name, mark in marks["full"].items():
        assert float(shown[BY_NAME[name].label]) == pytest.approx(mark.value, abs=6e-4), name
    for name, mark in marks["new-document"].items():
        assert float(new[BY_NAME[name].label]) == pytest.approx(mark.value, abs=6e-4), name
    for variant, held in marks.items():
        label = LABELS[Variant.FULL if variant == "paraphrase" else Variant(variant)]
        row = re.search(rf"^\| {label} \|(.+)$", OF_EVAL, re.MULTILINE)
        assert row is not None, variant
        cells = [float(cell) for cell in row[1].strip(" |").split("|")]
        if variant == "paraphrase":
            assert cells[6] == pytest.approx(held["R@5"].value, abs=6e-4)
        else:
            assert cells[2] == pytest.approx(held["R@5"].value, abs=6e-4), variant
            assert cells[4] == pytest.approx(held["MRR@10"].value, abs=6e-4), variant


def test_the_question_and_the_profile_shown_are_of_their_form(tmp_path: Path) -> None:
    question, profile = re.findall(r"^\{.+\}$", OF_EVAL, re.MULTILINE)
    (tmp_path / "questions").mkdir()
    (tmp_path / "questions" / "a.jsonl").write_text(question, encoding="utf-8")
    (tmp_path / "profiles.jsonl").write_text(profile, encoding="utf-8")
    held = load_set(tmp_path)
    documents = {document.id: document for document in read_folder(ROOT / "corpus" / "documents")}
    assert faults(held, documents) == []
    assert (len(held.questions), len(held.profiles)) == (1, 1)


def test_every_kind_of_question_is_in_the_readme() -> None:
    for word in (*get_args(Type), *get_args(Persona), *get_args(Difficulty), *get_args(Split)):
        assert re.search(rf"\b{word}\b", OF_EVAL), word
