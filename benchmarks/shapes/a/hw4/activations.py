import numpy as np


class Sigmoid:
    def forward(self, z):
        self.a = 1 / (1 + np.exp(-z))
        return self.a

    def derivative(self):
        return self.a * (1 - self.a)


class Tanh:
    def forward(self, z):
        self.a = np.tanh(z)
        return self.a

    def derivative(self):
        return 1 - self.a ** 2
