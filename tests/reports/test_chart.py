from __future__ import annotations

from gru_doctor.reports.chart import LOST, chart


def test_curves_share_one_scale():
    flat, falling = chart({"yours": (8.0,) * 8, "reference": tuple(range(8, 0, -1))}, 60)
    assert flat == "yours            8 ████████ 8"
    assert falling == "reference        8 █▇▇▆▅▄▃▂▁ 1".replace("▇▇", "▇")


def test_long_curves_are_averaged_into_the_width():
    (line,) = chart({"yours": tuple(float(i) for i in range(1000))}, 60)
    assert len(line) <= 60
    assert line.count("█") == line.count("▁")


def test_what_is_not_finite_shows():
    nan = float("nan")
    (line,) = chart({"yours": (1.0, nan, 0.0)}, 60)
    assert f"█{LOST}▁" in line


def test_no_curve_no_lines():
    assert chart({}, 60) == []
    assert chart({"yours": ()}, 60) == []


def test_nothing_finite_at_all():
    (line,) = chart({"yours": (float("inf"),)}, 60)
    assert LOST in line
