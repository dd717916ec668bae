"""Рекуррентная ячейка с управляемыми блоками (ГРУ). Прямой и обратный проход вручную."""
import numpy as np


def сигма(а):
    return 1 / (1 + np.exp(-а))


class Ячейка:
    def __init__(self, вход, скрытых):
        г = np.random.RandomState(7)
        self.Wz, self.Wr, self.Wn = (г.randn(вход, скрытых) * 0.1 for _ in range(3))
        self.Uz, self.Ur, self.Un = (г.randn(скрытых, скрытых) * 0.1 for _ in range(3))
        self.bz, self.br, self.bn = (np.zeros(скрытых) for _ in range(3))

    def вперёд(self, x, h):
        z = сигма(x @ self.Wz + h @ self.Uz + self.bz)
        r = сигма(x @ self.Wr + h @ self.Ur + self.br)
        n = np.tanh(x @ self.Wn + (r * h) @ self.Un + self.bn)
        self.память = (x, h, z, r, n)
        return n + z * (h - n)

    def назад(self, dh1):
        x, h, z, r, n = self.память
        dn = dh1 * (1 - z) * (1 - n ** 2)
        dz = dh1 * (h - n) * z * (1 - z)
        drh = dn @ self.Un.T
        dr = drh * h * r * (1 - r)
        self.dWz, self.dWr, self.dWn = x.T @ dz, x.T @ dr, x.T @ dn
        self.dUz, self.dUr, self.dUn = h.T @ dz, h.T @ dr, (r * h).T @ dn
        self.dbz, self.dbr, self.dbn = dz.sum(0), dr.sum(0), dn.sum(0)
        dx = dz @ self.Wz.T + dr @ self.Wr.T + dn @ self.Wn.T
        dh = dh1 * z + dz @ self.Uz.T + dr @ self.Ur.T + drh * r
        return dx, dh
