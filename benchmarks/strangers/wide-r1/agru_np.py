import numpy as np

def step(fact, memory, g, Wr, W, Ur, U, br, b):
    r = 1 / (1 + np.exp(-(fact @ Wr + memory @ Ur + br)))
    idea = np.tanh(fact @ W + r * (memory @ U) + b)
    return g * idea + (1 - g) * memory
