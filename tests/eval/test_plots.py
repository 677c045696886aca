import re

import pytest

from eval.plots import reliability
from eval.risk import Bin
from eval.sampling import Estimate

_NUMBER = r"(-?[\d.]+)"
_LINE = re.compile(rf"M {_NUMBER} {_NUMBER} \nL {_NUMBER} {_NUMBER} \n\"[^>]*stroke-dasharray")
_MARK = re.compile(rf'<use xlink:href="#\w+" x="{_NUMBER}" y="{_NUMBER}" style="fill: #1f77b4')


def bin_of(confidence: float, share: float, count: int) -> Bin:
    return Bin(confidence, Estimate(share, max(0.0, share - 0.1), min(1.0, share + 0.1), 0.05, count))


def above(svg: str) -> list[float]:
    """How far each point lies above the dashed line, as a share of the height between 0 and 1."""
    x0, y0, x1, y1 = map(float, _LINE.findall(svg)[0])
    # Heights in SVG grow downwards.
    return [
        (y0 - float(y) - (float(x) - x0) / (x1 - x0) * (y0 - y1)) / (y0 - y1) for x, y in _MARK.findall(svg)
    ]


def test_a_point_lies_as_far_off_the_line_as_its_confidence_is_from_the_share_answerable() -> None:
    drawn = reliability([bin_of(0.05, 0.05, 7), bin_of(0.5, 0.8, 20), bin_of(0.95, 0.85, 300)], 0.0123)
    # The last mark is the legend's.
    assert above(drawn)[:3] == pytest.approx([0.0, 0.3, -0.1], abs=1e-3)


def test_the_plot_says_how_many_questions_a_point_is_and_how_far_they_are_off() -> None:
    texts = re.findall(r"<text[^>]*>([^<]+)</text>", reliability([bin_of(0.5, 0.8, 21)], 0.0623))
    assert {"21", "把握", "有依据的比例", "名副其实", "题目（平均校准误差 0.062）"} <= set(texts)


def test_no_questions_are_no_points() -> None:
    # The legend's alone.
    assert len(_MARK.findall(reliability([], 0.0))) == 1
