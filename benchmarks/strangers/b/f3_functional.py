import numpy as jnp


def init(key, d, n):
    k = jnp.random.RandomState(key)

    def dense(i, o):
        return {"kernel": k.normal(0, i ** -0.5, (i, o)), "bias": jnp.zeros(o)}

    return {"xz": dense(d, n), "xr": dense(d, n), "xn": dense(d, n),
            "hz": dense(n, n), "hr": dense(n, n), "hn": dense(n, n)}


def apply_dense(p, v):
    return v @ p["kernel"] + p["bias"]


def gru_cell(params, carry, x):
    sigmoid = lambda a: 0.5 * (jnp.tanh(0.5 * a) + 1)
    r = sigmoid(apply_dense(params["xr"], x) + apply_dense(params["hr"], carry))
    z = sigmoid(2 * (apply_dense(params["xz"], x) + apply_dense(params["hz"], carry)))
    n = jnp.tanh(apply_dense(params["xn"], x) + r * apply_dense(params["hn"], carry))
    carry = (1. - z) * n + z * carry
    return carry, carry


def unroll(params, carry, xs):
    ys = []
    for x in xs:
        carry, y = gru_cell(params, carry, x)
        ys.append(y)
    return carry, jnp.stack(ys)
