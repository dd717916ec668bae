"""gru.py - recurrent cell for the drone controller. Parameters live in one vector so that CMA-ES can search them."""
import numpy as np


class GRUController:
    def __init__(self, n_obs, n_hidden):
        self.n_obs, self.n_hidden = n_obs, n_hidden
        per_gate = n_hidden * (n_obs + n_hidden + 1)
        self.theta = np.random.uniform(-0.5, 0.5, 3 * per_gate)

    def _gate_params(self, index):
        n = self.n_hidden * (self.n_obs + self.n_hidden + 1)
        block = self.theta[index * n:(index + 1) * n].reshape(self.n_hidden, -1)
        return block[:, :self.n_obs], block[:, self.n_obs:-1], block[:, -1]

    def _linear(self, index, obs, hidden):
        W, U, b = self._gate_params(index)
        return obs @ W.T + hidden @ U.T + b

    def step(self, obs, hidden):
        with np.errstate(over="ignore"):
            reset = 1 / (1 + np.exp(-self._linear(0, obs, hidden)))
            update = 1 / (1 + np.exp(-self._linear(1, obs, hidden)))
        proposal = np.tanh(self._linear(2, obs, reset * hidden))
        return hidden + update * (proposal - hidden)
