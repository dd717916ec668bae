"""GRU for the course on sequence models; everything is a column, as on the slides."""
import numpy as np

rng = np.random.RandomState(3)


def σ(a):
    return np.where(a >= 0, 1.0, np.exp(a)) / (1.0 + np.exp(-np.abs(a)))


def init(n_x, n_h):
    def glorot(*shape):
        return rng.uniform(-1, 1, shape) * np.sqrt(6 / sum(shape))

    Θ = {}
    for gate in "zrh":
        Θ["W" + gate] = glorot(n_h, n_x)
        Θ["U" + gate] = glorot(n_h, n_h)
        Θ["b" + gate] = np.zeros((n_h, 1))
    return Θ


def affine(Θ, gate, x, h):
    return Θ["W" + gate] @ x + Θ["U" + gate] @ h + Θ["b" + gate]


def step(Θ, x, h):
    z, r = (σ(affine(Θ, g, x, h)) for g in "zr")
    return h + z * (np.tanh(affine(Θ, "h", x, r * h)) - h)


def run(Θ, X, h0=None):
    """X is (T, n_x, batch)."""
    n_h = Θ["Uz"].shape[0]
    h = np.zeros((n_h, X.shape[2])) if h0 is None else h0
    H = [h]
    for x in X:
        H.append(step(Θ, x, H[-1]))
    return np.array(H[1:])


if __name__ == "__main__":
    theta = init(4, 6)
    print(run(theta, rng.randn(5, 4, 2)).shape)
