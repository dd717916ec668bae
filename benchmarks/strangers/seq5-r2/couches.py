import numpy as np


def sigmoide(x):
    return 1 / (1 + np.exp(-x))


class CoucheGRU:
    def __init__(self, dim_entree, dim_etat, graine=0):
        alea = np.random.RandomState(graine)
        self.poids = alea.normal(0, .1, (3, dim_entree, dim_etat))
        self.retour = alea.normal(0, .1, (3, dim_etat, dim_etat))
        self.biais = np.zeros((3, dim_etat))
        self.dim_etat = dim_etat

    def propager(self, sequence, etat=None):
        """sequence : (lot, temps, dim_entree)"""
        lot, temps, _ = sequence.shape
        if etat is None:
            etat = np.zeros((lot, self.dim_etat))
        sorties = np.empty((lot, temps, self.dim_etat))
        for t in range(temps):
            x = sequence[:, t]
            z = sigmoide(x @ self.poids[0] + etat @ self.retour[0] + self.biais[0])
            r = sigmoide(x @ self.poids[1] + etat @ self.retour[1] + self.biais[1])
            n = np.tanh(x @ self.poids[2] + r * (etat @ self.retour[2]) + self.biais[2])
            sorties[:, t] = etat
            etat = (1 - z) * n + z * etat
        return sorties, etat
