"""Sensor model. x is (batch, time, sensors)."""
import numpy as np


class SensorGRU:
    def __init__(self, sensors, memory):
        self.memory = memory
        init = np.random.RandomState(99).normal
        self.A = {g: init(0, .4, (memory, sensors)) for g in 'zrh'}
        self.R = {g: init(0, .4, (memory, memory)) for g in 'zrh'}
        self.c = {g: init(0, .4, memory) for g in 'zrh'}
        self.h = None

    def sigma(self, v):
        return 1. / (1. + np.exp(-v))

    def predict(self, x, h0=None):
        if h0 is not None:
            self.h = h0
        elif self.h is None or len(self.h) != len(x):
            self.h = np.zeros((len(x), self.memory))
        states = np.zeros(x.shape[:2] + (self.memory,))
        for t in range(x.shape[1]):
            s = x[:, t]
            z = self.sigma(s @ self.A['z'].T + self.h @ self.R['z'].T + self.c['z'])
            r = self.sigma(s @ self.A['r'].T + self.h @ self.R['r'].T + self.c['r'])
            cand = np.tanh(s @ self.A['h'].T + (r * self.h) @ self.R['h'].T + self.c['h'])
            self.h = self.h + z * (cand - self.h)
            states[:, t] = self.h
        return states
