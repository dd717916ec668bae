import numpy as np


class Belief:
    # weights (4, I, H): update, reset, candidate in, candidate mem are kept in stacks
    def __init__(self, I, H):
        gen = np.random.default_rng(42)
        self.w_obs = gen.normal(0, 0.4, (3, I, H))
        self.w_mem = gen.normal(0, 0.4, (3, H, H))
        self.bias = np.zeros((3, H))

    def __call__(self, obs, mem):
        o = np.tensordot(obs, self.w_obs, axes=(1, 1))  # B, 3, H
        sig = lambda a: 1 / (1 + np.exp(-a))
        open_ = sig(o[:, 0] + mem @ self.w_mem[0] + self.bias[0])
        purge = sig(o[:, 1] + mem @ self.w_mem[1] + self.bias[1])
        fresh = np.tanh(o[:, 2] + mem @ self.w_mem[2] + self.bias[2])
        return open_ * fresh + (1 - open_) * mem
