import numpy as np

σ = lambda t: 1.0 / (1.0 + np.exp(-t))


class 门控循环单元:
    def __init__(self, 输入, 隐藏):
        rng = np.random.default_rng(5)
        self.权 = rng.normal(0, 0.2, (3, 隐藏, 输入))
        self.循环 = rng.normal(0, 0.2, (3, 隐藏, 隐藏))
        self.偏置 = rng.normal(0, 0.2, (3, 隐藏))

    def 前向(self, x, h):
        """一步。 h: (批, 隐藏)"""
        投影 = [x @ self.权[i].T + self.偏置[i] for i in range(3)]
        更新 = σ(投影[0] + h @ self.循环[0].T)
        重置 = σ(投影[1] + h @ self.循环[1].T)
        return (1 - 更新) * h + 更新 * np.tanh(投影[2] + (重置 * h) @ self.循环[2].T)
