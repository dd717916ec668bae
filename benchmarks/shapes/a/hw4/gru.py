# HW4 part 2 - recurrent networks.   Do not change the signatures!
import numpy as np
from activations import Sigmoid, Tanh


class GRUUnit(object):
    """
    W : (3H, D)  input weights, rows stacked as update / reset / new
    U : (3H, H)  hidden weights, same stacking
    b : (3H,)
    """

    def __init__(self, W, U, b):
        self.W, self.U, self.b = W, U, b
        self.dW = np.zeros(W.shape)
        self.dU = np.zeros(U.shape)
        self.db = np.zeros(b.shape)
        self.sig_z, self.sig_r, self.tanh = Sigmoid(), Sigmoid(), Tanh()

    @property
    def H(self):
        return self.U.shape[1]

    @property
    def Wz(self):
        return self.W[:self.H]

    @property
    def Wr(self):
        return self.W[self.H:2 * self.H]

    @property
    def Wn(self):
        return self.W[2 * self.H:]

    @property
    def Uz(self):
        return self.U[:self.H]

    @property
    def Ur(self):
        return self.U[self.H:2 * self.H]

    @property
    def Un(self):
        return self.U[2 * self.H:]

    def forward(self, x, h_prev):
        """x: (B, D), h_prev: (B, H) -> (B, H)"""
        H = self.H
        self.x, self.h_prev = x, h_prev
        self.z = self.sig_z.forward(x.dot(self.Wz.T) + h_prev.dot(self.Uz.T) + self.b[:H])
        self.r = self.sig_r.forward(x.dot(self.Wr.T) + h_prev.dot(self.Ur.T) + self.b[H:2 * H])
        self.rh = self.r * h_prev
        self.n = self.tanh.forward(x.dot(self.Wn.T) + self.rh.dot(self.Un.T) + self.b[2 * H:])
        return self.z * h_prev + (1 - self.z) * self.n

    def backward(self, delta):
        """delta: (B, H), gradient of the loss wrt the output. Returns dx, dh_prev."""
        H = self.H
        dn = delta * (1 - self.z) * self.tanh.derivative()
        drh = dn.dot(self.Un)
        dr = drh * self.h_prev * self.sig_r.derivative()
        dz = delta * (self.h_prev - self.n) * self.sig_z.derivative()
        d = np.concatenate([dz, dr, dn], axis=1)

        self.dW += d.T.dot(self.x)
        self.dU[:2 * H] += d[:, :2 * H].T.dot(self.h_prev)
        self.dU[2 * H:] += dn.T.dot(self.rh)
        self.db += d.sum(axis=0)

        dx = d.dot(self.W)
        dh_prev = delta * self.z + drh * self.r + dz.dot(self.Uz) + dr.dot(self.Ur)
        return dx, dh_prev
