from dataclasses import dataclass, field

import numpy as np


@dataclass
class Gate:
    fan_in: int
    fan_out: int
    seed: int = 0
    weight: np.ndarray = field(init=False)
    shift: np.ndarray = field(init=False)

    def __post_init__(self):
        self.weight = np.random.default_rng(self.seed).normal(0, 0.3, (self.fan_in, self.fan_out))
        self.shift = np.zeros(self.fan_out)

    def pre(self, *parts):
        return np.hstack(parts) @ self.weight + self.shift


class Recurrence:
    def __init__(self, observation_dim, belief_dim):
        both = observation_dim + belief_dim
        self.update = Gate(both, belief_dim, 1)
        self.relevance = Gate(both, belief_dim, 2)
        self.candidate = Gate(both, belief_dim, 3)

    def step(self, belief, observation):
        gu = np.reciprocal(1 + np.exp(-self.update.pre(belief, observation)))
        gr = np.reciprocal(1 + np.exp(-self.relevance.pre(belief, observation)))
        tilde = np.tanh(self.candidate.pre(gr * belief, observation))
        return gu * tilde + (1 - gu) * belief
