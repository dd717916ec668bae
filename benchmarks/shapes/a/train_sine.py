#!/usr/bin/env python3
# predict a noisy sine.  python train_sine.py --hidden 32 --epochs 50
import argparse
import sys
import numpy as np
from tqdm import trange
import seaborn as sns
import matplotlib.pyplot as plt

parser = argparse.ArgumentParser()
parser.add_argument('--hidden', type=int, default=32)
parser.add_argument('--inputs', type=int, default=1)
parser.add_argument('--epochs', type=int, default=50)
parser.add_argument('--lr', type=float, default=0.01)
parser.add_argument('--seed', type=int, required=True)
args = parser.parse_args()
np.random.seed(args.seed)
sns.set_style('whitegrid')


def sig(x): return 1./(1.+np.exp(-x))


class SineGRU:
    def __init__(self, args):
        nh, nx = args.hidden, args.inputs
        self.args = args
        g = lambda *s: np.random.randn(*s) / np.sqrt(s[-1])
        self.p = {name: {'x': g(nh, nx), 'h': g(nh, nh), 'b': np.zeros(nh)}
                  for name in ('update', 'reset', 'new')}

    def pre(self, gate, x, h):
        q = self.p[gate]
        return q['x'] @ x + q['h'] @ h + q['b']

    def step(self, x, h):
        """one time step, x (inputs,) h (hidden,)"""
        z = sig(self.pre('update', x, h))
        r = sig(self.pre('reset', x, h))
        n = np.tanh(self.pre('new', x, r * h))
        return (1 - z) * h + z * n

    def run(self, xs, h):
        hs = []
        for x in xs:
            h = self.step(x, h)
            hs.append(h)
        return np.array(hs)


net = SineGRU(args)
wave = np.sin(np.linspace(0, 20, 400)) + 0.1 * np.random.randn(400)
w_out = np.random.randn(args.hidden) * 0.1
for epoch in trange(args.epochs):
    states = net.run(wave[:-1, None], np.zeros(args.hidden))
    err = states @ w_out - wave[1:]
    w_out -= args.lr * states.T @ err / len(err)
    print(epoch, (err ** 2).mean(), file=sys.stderr)
plt.plot(wave[1:])
plt.plot(states @ w_out)
plt.show()
