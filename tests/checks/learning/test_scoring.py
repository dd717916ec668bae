"""The scores that are not tested with the training: squared errors."""

import numpy as np

from gru_doctor.checks.learning.scoring import squares


def test_squares_has_the_slope_of_its_loss():
    generator = np.random.default_rng(0)
    scores, targets = generator.normal(size=(5, 1)), generator.normal(size=5)
    _, slope = squares(scores, targets)
    for b in range(5):
        up, down = scores.copy(), scores.copy()
        up[b] += 1e-6
        down[b] -= 1e-6
        found = (squares(up, targets)[0] - squares(down, targets)[0]) / 2e-6
        assert abs(found - slope[b, 0]) < 1e-8
