import numpy as np

sig = lambda v: 1 / (1 + np.exp(-v))


def init_weights(n_x, n_a, seed=1):
    np.random.seed(seed)
    p = {}
    for g in ("u", "r", "c"):
        p["W" + g] = np.random.randn(n_a, n_a + n_x) * 0.1
        p["b" + g] = np.zeros((n_a, 1))
    return p


def cell_forward(xt, a_prev, parameters):
    """xt (n_x, m), a_prev (n_a, m) -> a_next, cache"""
    concat = np.concatenate((a_prev, xt), axis=0)
    ut = sig(parameters["Wu"] @ concat + parameters["bu"])
    rt = sig(parameters["Wr"] @ concat + parameters["br"])
    concat_r = np.concatenate((rt * a_prev, xt), axis=0)
    cct = np.tanh(parameters["Wc"] @ concat_r + parameters["bc"])
    a_next = ut * cct + ut * a_prev
    return a_next, (a_prev, xt, concat, concat_r, ut, rt, cct, parameters)


def cell_backward(da_next, cache):
    a_prev, xt, concat, concat_r, ut, rt, cct, parameters = cache
    n_a = a_prev.shape[0]
    dcct = da_next * ut * (1 - cct ** 2)
    dut = da_next * (cct - a_prev) * ut * (1 - ut)
    dconcat_r = parameters["Wc"].T @ dcct
    drt = dconcat_r[:n_a] * rt * (1 - rt)
    dconcat = parameters["Wu"].T @ dut + parameters["Wr"].T @ drt
    da_prev = da_next * (1 - ut) + dconcat_r[:n_a] * rt + dconcat[:n_a]
    dxt = dconcat_r[n_a:] + dconcat[n_a:]
    gradients = {
        "dWu": dut @ concat.T, "dbu": np.sum(dut, axis=1, keepdims=True),
        "dWr": drt @ concat.T, "dbr": np.sum(drt, axis=1, keepdims=True),
        "dWc": dcct @ concat_r.T, "dbc": np.sum(dcct, axis=1, keepdims=True),
    }
    return dxt, da_prev, gradients
