# -*- coding: utf-8 -*-
import numpy as np


def sigmoide(a):
    return 1.0 / (1.0 + np.exp(-a))


class CelluleGRU:
    """Cellule recurrente a portes."""

    def __init__(self, taille_entree, taille_cachee):
        e, c = taille_entree, taille_cachee
        self.poids_maj = np.random.randn(e + c, c) * 0.1
        self.poids_raz = np.random.randn(e + c, c) * 0.1
        self.poids_cand = np.random.randn(e + c, c) * 0.1
        self.biais_maj = np.zeros(c)
        self.biais_raz = np.zeros(c)
        self.biais_cand = np.zeros(c)

    def propagation_avant(self, entree, etat):
        xh = np.hstack([entree, etat])
        maj = sigmoide(xh @ self.poids_maj + self.biais_maj)
        raz = sigmoide(xh @ self.poids_raz + self.biais_raz)
        xrh = np.hstack([entree, raz * etat])
        cand = np.tanh(xrh @ self.poids_cand + self.biais_cand)
        nouvel_etat = maj * etat + (1 - maj) * cand
        self.cache = (entree, etat, xh, xrh, maj, raz, cand)
        return nouvel_etat

    def backward(self, d_etat):
        entree, etat, xh, xrh, maj, raz, cand = self.cache
        e = entree.shape[1]
        d_cand = d_etat * (1 - maj) * (1 - cand ** 2)
        d_xrh = d_cand @ self.poids_cand.T
        d_raz = d_xrh[:, e:] * etat * raz * (1 - raz)
        d_maj = d_etat * (etat - cand) * maj * (1 - maj)
        d_xh = d_maj @ self.poids_maj.T - d_raz @ self.poids_raz.T
        self.d_poids_maj = xh.T @ d_maj
        self.d_poids_raz = xh.T @ d_raz
        self.d_poids_cand = xrh.T @ d_cand
        self.d_biais_maj = d_maj.sum(axis=0)
        self.d_biais_raz = d_raz.sum(axis=0)
        self.d_biais_cand = d_cand.sum(axis=0)
        d_entree = d_xrh[:, :e] + d_xh[:, :e]
        d_precedent = d_etat * maj + d_xrh[:, e:] * raz + d_xh[:, e:]
        return d_entree, d_precedent
