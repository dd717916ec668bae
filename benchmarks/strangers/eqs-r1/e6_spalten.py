"""GRU nach Cho et al., Spaltenvektoren, mit stückweise linearer Sigmoide (wie auf dem Mikrocontroller)."""
import numpy as np


def knick(a):
    return np.minimum(1.0, np.maximum(0.0, 0.2 * a + 0.5))


class Zelle:
    def __init__(self, eingang, verdeckt):
        zufall = np.random.default_rng(11)
        self.V = {}
        for tor in ("behalten", "loeschen", "neu"):
            self.V[tor] = (
                zufall.standard_normal((verdeckt, eingang)) / eingang,
                zufall.standard_normal((verdeckt, verdeckt)) / verdeckt,
                np.zeros((verdeckt, 1)),
            )

    def _tor(self, welches, x, zustand):
        A, R, schwelle = self.V[welches]
        return A.dot(x) + R.dot(zustand) + schwelle

    def schritt(self, x, zustand):
        u = knick(self._tor("behalten", x, zustand))
        v = knick(self._tor("loeschen", x, zustand))
        vorschlag = np.tanh(self._tor("neu", x, np.multiply(v, zustand)))
        return np.multiply(u, zustand) + vorschlag - np.multiply(u, vorschlag)

    def lauf(self, folge, zustand):
        verlauf = [zustand]
        for x in folge:
            verlauf.append(self.schritt(x, verlauf[-1]))
        return verlauf[1:]
