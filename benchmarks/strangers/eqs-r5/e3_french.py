# -*- coding: utf-8 -*-
"""Cellule GRU écrite pour le TP n°4."""
import numpy as np


class CelluleGRU:
    def __init__(self, dim_entree, dim_cachee, graine=0):
        alea = np.random.RandomState(graine)
        self.poids = {
            nom: alea.randn(dim_cachee, dim_entree + dim_cachee) * 0.2 for nom in ("maj", "raz", "cand")
        }
        self.biais = {nom: np.zeros((dim_cachee, 1)) for nom in ("maj", "raz", "cand")}

    def _porte(self, nom, entree):
        return 1.0 / (1.0 + np.exp(-(self.poids[nom] @ entree + self.biais[nom])))

    def avancer(self, x, h):
        """x : (dim_entree, N), h : (dim_cachee, N)"""
        concat = np.vstack([x, h])
        z = self._porte("maj", concat)
        r = self._porte("raz", concat)
        concat_r = np.vstack([x, r * h])
        h_tilde = np.tanh(self.poids["cand"] @ concat + self.biais["cand"])
        return (1 - z) * h + z * h_tilde
