import numpy as np


class CoucheGRU:
    """Couche recurrente. `phrases` a la forme (lot, temps, traits), `longueurs` la forme (lot,)."""

    def __init__(self, nb_traits, nb_unites, graine=0):
        hasard = np.random.default_rng(graine)
        self.nb_unites = nb_unites
        self.poids_entree = hasard.normal(0, 0.3, (nb_traits, 3 * nb_unites))
        self.poids_etat = hasard.normal(0, 0.3, (nb_unites, 3 * nb_unites))
        self.biais = np.zeros(3 * nb_unites)

    def _decoupe(self, a):
        n = self.nb_unites
        return a[:, :n], a[:, n:2 * n], a[:, 2 * n:]

    def propage(self, phrases, longueurs):
        lot, temps, _ = phrases.shape
        etat = np.zeros((lot, self.nb_unites))
        sorties = np.zeros((lot, temps, self.nb_unites))
        uz, ur, uc = self._decoupe(self.poids_etat)
        for t in range(temps):
            ez, er, ec = self._decoupe(phrases[:, t] @ self.poids_entree + self.biais)
            porte = 1 / (1 + np.exp(-(ez + etat @ uz)))
            oubli = 1 / (1 + np.exp(-(er + etat @ ur)))
            candidat = np.tanh(ec + (oubli * etat) @ uc)
            suivant = porte * etat + (1 - porte) * candidat
            vivant = (t < longueurs)[:, None]
            etat = np.where(vivant, suivant, etat)
            sorties[:, t] = etat
        return sorties, etat
