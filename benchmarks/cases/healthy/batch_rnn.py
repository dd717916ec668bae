# -*- coding: utf-8 -*-
# GRU mit BPTT, Batch zuerst. (c) frei verwendbar
import numpy as np


def sigmoid(x):
    return 1. / (1. + np.exp(-x))


class BatchRNN(object):
    def __init__(self, eingabe, verborgen, clip=5.0):
        self.eingabe = eingabe
        self.verborgen = verborgen
        self.clip = clip
        s = 0.1
        self.W = np.random.normal(0, s, (eingabe, 3 * verborgen))    # r, z, n
        self.U = np.random.normal(0, s, (verborgen, 3 * verborgen))
        self.b = np.zeros(3 * verborgen)
        self.dW = np.zeros_like(self.W)
        self.dU = np.zeros_like(self.U)
        self.db = np.zeros_like(self.b)

    def schritt(self, x, h):
        H = self.verborgen
        gx = np.dot(x, self.W) + self.b
        gh = np.dot(h, self.U)
        r = sigmoid(gx[:, 0:H] + gh[:, 0:H])
        z = sigmoid(gx[:, H:2*H] + gh[:, H:2*H])
        q = gh[:, 2*H:3*H]
        n = np.tanh(gx[:, 2*H:3*H] + r * q)
        neu = (1 - z) * n + z * h
        return neu, (x, h, r, z, q, n)

    def forward(self, X, h0=None):
        N, T, _ = X.shape
        h = np.zeros((N, self.verborgen)) if h0 is None else h0
        aus = np.zeros((N, T, self.verborgen))
        self.speicher = []
        for t in range(T):
            h, merke = self.schritt(X[:, t], h)
            self.speicher.append(merke)
            aus[:, t] = h
        return aus, h

    def backward(self, daus):
        N, T, H = daus.shape
        self.dW[:] = 0
        self.dU[:] = 0
        self.db[:] = 0
        dX = np.zeros((N, T, self.eingabe))
        dh = np.zeros((N, H))
        for t in reversed(range(T)):
            x, h, r, z, q, n = self.speicher[t]
            dh = dh + daus[:, t]
            dn = dh * (1 - z)
            dz = dh * (h - n)
            dan = dn * (1 - n * n)
            dr = dan * q
            dq = dan * r
            daz = dz * z * (1 - z)
            dar = dr * r * (1 - r)
            dgx = np.concatenate([dar, daz, dan], axis=1)
            dgh = np.concatenate([dar, daz, dq], axis=1)
            self.dW += np.dot(x.T, dgx)
            self.dU += np.dot(h.T, dgh)
            self.db += dgx.sum(axis=0)
            dX[:, t] = np.dot(dgx, self.W.T)
            dh = dh * z + np.dot(dgh, self.U.T)
        for g in (self.dW, self.dU, self.db):
            np.clip(g, -self.clip, self.clip, out=g)
        return dX, dh
