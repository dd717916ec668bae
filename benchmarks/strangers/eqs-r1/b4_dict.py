"""gru_cell_forward / gru_cell_backward, in the style of the course assignments."""
import numpy as np


def sigmoid(x):
    return 1 / (1 + np.exp(-x))


def init_parameters(n_x, n_a, seed=1):
    np.random.seed(seed)
    params = {}
    for gate in ("u", "r", "c"):
        params["W" + gate] = np.random.randn(n_a, n_a + n_x) * 0.1
        params["b" + gate] = np.zeros((n_a, 1))
    return params


def gru_cell_forward(xt, a_prev, parameters):
    n_a, _ = a_prev.shape
    concat = np.concatenate((a_prev, xt), axis=0)
    ut = sigmoid(np.dot(parameters["Wu"], concat) + parameters["bu"])
    rt = sigmoid(np.dot(parameters["Wr"], concat) + parameters["br"])
    gated = np.concatenate((rt * a_prev, xt), axis=0)
    cct = np.tanh(np.dot(parameters["Wc"], gated) + parameters["bc"])
    a_next = ut * cct + (1 - ut) * a_prev
    cache = (a_next, a_prev, ut, rt, cct, xt, concat, gated, parameters)
    return a_next, cache


def gru_cell_backward(da_next, cache):
    a_next, a_prev, ut, rt, cct, xt, concat, gated, parameters = cache
    n_a, m = a_prev.shape

    dut = da_next * (cct - a_prev) * ut * (1 - ut)
    dcct = da_next * ut * (1 - cct ** 2)
    dgated = np.dot(parameters["Wc"].T, dcct)
    drt = dgated[:n_a] * a_prev * rt * (1 - rt)
    dconcat = np.dot(parameters["Wu"].T, dut) + np.dot(parameters["Wr"].T, drt)

    gradients = {}
    gradients["dWu"] = np.dot(dut, concat.T)
    gradients["dWr"] = np.dot(drt, concat.T)
    gradients["dWc"] = np.dot(dcct, concat.T)
    gradients["dbu"] = np.sum(dut, axis=1, keepdims=True)
    gradients["dbr"] = np.sum(drt, axis=1, keepdims=True)
    gradients["dbc"] = np.sum(dcct, axis=1, keepdims=True)
    gradients["da_prev"] = dconcat[:n_a] + dgated[:n_a] * rt + da_next * (1 - ut)
    gradients["dxt"] = dconcat[n_a:] + dgated[n_a:]
    return gradients
