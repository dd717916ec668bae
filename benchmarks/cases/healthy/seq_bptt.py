"""
GRU layer with truncated... no, full BPTT. Everything is (features, time) for one sequence, as in my signal processing days.
"""
import numpy as np


def sgm(v):
    return 1 / (1 + np.exp(-v))


def forward(X, h0, theta):
    """X: n x T, h0: n_h, theta: dict with V_* (n_h x (n_h + n)) and c_* ; columns of V act on [h; x]"""
    n_h, T = h0.size, X.shape[1]
    S = np.zeros((n_h, T + 1))
    S[:, 0] = h0
    G = {'u': np.zeros((n_h, T)), 'r': np.zeros((n_h, T)), 'n': np.zeros((n_h, T))}
    for k in range(T):
        s = S[:, k]
        v = np.r_[s, X[:, k]]
        u = sgm(theta['V_u'] @ v + theta['c_u'])
        r = sgm(theta['V_r'] @ v + theta['c_r'])
        n = np.tanh(theta['V_n'] @ np.r_[r * s, X[:, k]] + theta['c_n'])
        S[:, k + 1] = s + u * (n - s)
        G['u'][:, k], G['r'][:, k], G['n'][:, k] = u, r, n
    return S, G


def backward(dS, X, S, G, theta):
    """dS: n_h x (T + 1), direct gradient on every state including the first"""
    n_h, T = G['u'].shape
    grad = {key: np.zeros_like(val) for key, val in theta.items()}
    dX = np.zeros(X.shape)
    carry = np.zeros(n_h)
    for k in range(T - 1, -1, -1):
        s, u, r, n = S[:, k], G['u'][:, k], G['r'][:, k], G['n'][:, k]
        d = dS[:, k + 1] + carry
        dn = d * u * (1 - n ** 2)
        du = d * (n - s) * u * (1 - u)
        back = theta['V_n'].T @ dn
        dr = back[:n_h] * s * r * (1 - r)
        v = np.r_[s, X[:, k]]
        grad['V_n'] += np.outer(dn, np.r_[r * s, X[:, k]])
        grad['V_u'] += np.outer(du, v)
        grad['V_r'] += np.outer(dr, v)
        grad['c_n'] += dn
        grad['c_u'] += du
        grad['c_r'] += dr
        both = theta['V_u'].T @ du + theta['V_r'].T @ dr
        dX[:, k] = both[n_h:] + back[n_h:]
        carry = d * (1 - u) + back[:n_h] * r + both[:n_h]
    return dX, dS[:, 0] + carry, grad
