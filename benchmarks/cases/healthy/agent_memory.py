import numpy as np

# memory of my RL agent. call observe() for each frame, then read .state


class Memory:
    def __init__(self, obs_dim, mem_dim=64):
        self.obs_dim = obs_dim
        self.mem_dim = mem_dim
        n = obs_dim + mem_dim
        # one matrix each for [obs, state]
        self.M_forget = np.random.randn(n, mem_dim) * 0.05
        self.M_gate = np.random.randn(n, mem_dim) * 0.05
        self.M_write = np.random.randn(n, mem_dim) * 0.05
        self.b_forget = np.ones(mem_dim)
        self.b_gate = np.zeros(mem_dim)
        self.b_write = np.zeros(mem_dim)
        self.reset()

    def reset(self):
        self.state = np.zeros(self.mem_dim)

    def observe(self, obs):
        joint = np.concatenate([obs, self.state])
        forget = 1 / (1 + np.exp(-(joint @ self.M_forget + self.b_forget)))
        gate = 1 / (1 + np.exp(-(joint @ self.M_gate + self.b_gate)))
        filtered = np.concatenate([obs, gate * self.state])
        write = np.tanh(filtered @ self.M_write + self.b_write)
        self.state = forget * self.state + (1 - forget) * write
