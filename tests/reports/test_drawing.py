from __future__ import annotations

import re
from xml.etree import ElementTree

import pytest

from gru_doctor.reports.drawing import HEIGHT, WIDTH, curves, heat_map


def points(figure):
    return [
        [tuple(map(float, p.split(","))) for p in line.get("points").split()]
        for line in ElementTree.fromstring(figure).iter("polyline")
    ]


def test_a_falling_curve_falls_within_the_picture():
    (line,) = points(curves({"yours": (3.0, 2.0, 1.0)}, "loss", "steps"))
    assert [y for _, y in line] == sorted(y for _, y in line)
    assert all(0 <= x <= WIDTH and 0 <= y <= HEIGHT for x, y in line)


def test_curves_share_one_scale_and_a_single_value_is_a_level_line():
    high, low = points(curves({"yours": (2.0, 2.0), "chance": (1.0,)}, "loss", "steps"))
    assert len(low) == 2
    assert low[0][1] == low[1][1] > high[0][1]


def test_what_is_not_finite_breaks_the_line():
    pieces = points(curves({"yours": (1.0, 2.0, float("nan"), 1.0, 2.0)}, "loss", "steps"))
    assert [len(piece) for piece in pieces] == [2, 2]


@pytest.mark.parametrize("series", [{}, {"yours": ()}, {"yours": (float("inf"),)}])
def test_no_curve_no_picture(series):
    assert curves(series, "loss", "steps") == ""


def test_every_entry_has_its_square():
    rows = ((0.0, 1e-8, 1e-5), (0.05, 0.5, float("inf")))
    figure = heat_map("U", rows, 1e-9)
    areas = {
        path.get("class"): sum(int(w) for w in re.findall(r"h(\d+)v", path.get("d")))
        for path in ElementTree.fromstring(figure).iter("path")
    }
    assert areas == {"e0": 12, "e1": 12, "e2": 12, "e3": 12, "e4": 24}


def test_a_name_is_no_markup():
    ElementTree.fromstring(heat_map('<"&>', ((0.0,),), 1e-9))
