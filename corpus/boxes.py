"""The items of a 专栏: each opens with its label, and labels that stand alone head the next ones."""

import re
from dataclasses import replace

from corpus.document import Document
from corpus.lines import Line
from corpus.marks import Style

LABEL = re.compile("([^，。；：]{2,30})[。：](.*)", re.DOTALL)
_GROUP = re.compile("([^，。；：、]{2,20}：)(?=[^，。；：、]{2,30}：)")
_BOLD = re.compile("[^，。；：]{2,20}[：:。]?")


def box_items(document: Document, lines: list[Line]) -> list[Line]:
    """Cut the lines of boxes where an item begins inside one: after 智能装备：, before a bold label."""
    bold = {repair.start for repair in document.repairs if repair.kind == "markup" and repair.raw == "**"}
    found: list[Line] = []
    in_box = False
    for line in lines:
        if line.mark is not None:
            in_box = line.mark.style is Style.BOX
        found += _cut(line, document.text, bold) if in_box and line.mark is None else [line]
    return found


def is_group(text: str) -> bool:
    """Whether a line of a box is a label and nothing else."""
    label = LABEL.match(text)
    return label is not None and not label[2].strip() and text.endswith("：")


def _cut(line: Line, text: str, bold: set[int]) -> list[Line]:
    starts = [line.start]
    shift = text.index(line.text, line.start)
    if group := _GROUP.match(line.text):
        starts.append(shift + group.end())
    starts += sorted(place for place in bold if _opens_label(text, place, line, bold))
    ends = [*starts[1:], line.end]
    return [
        replace(line, start=start, end=end, text=text[start:end].strip())
        for start, end in zip(starts, ends, strict=True)
    ]


def _opens_label(text: str, place: int, line: Line, bold: set[int]) -> bool:
    """Whether a label in bold begins at a place inside a line, after a sentence."""
    label = _BOLD.match(text, place)
    closes = label is not None and any(place < end <= label.end() for end in bold)
    return line.start < place < line.end and closes and text[place - 1] in "。；"
