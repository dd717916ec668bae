import numpy as np


def sigmoid(x):
    return 1/(1+np.exp(-x))


def gru_cell_forward(xt, a_prev, parameters):
    """
    Arguments:
    xt -- your input data at timestep "t", numpy array of shape (n_x, m).
    a_prev -- Hidden state at timestep "t-1", numpy array of shape (n_a, m)
    parameters -- python dictionary containing:
                        Wr -- Weight matrix of the relevance gate, numpy array of shape (n_a, n_a + n_x)
                        br -- Bias of the relevance gate, numpy array of shape (n_a, 1)
                        Wu -- Weight matrix of the update gate, numpy array of shape (n_a, n_a + n_x)
                        bu -- Bias of the update gate, numpy array of shape (n_a, 1)
                        Wc -- Weight matrix of the candidate, numpy array of shape (n_a, n_a + n_x)
                        bc -- Bias of the candidate, numpy array of shape (n_a, 1)
    Returns:
    a_next -- next hidden state, of shape (n_a, m)
    cache -- tuple of values needed for the backward pass
    """
    Wr = parameters["Wr"]
    br = parameters["br"]
    Wu = parameters["Wu"]
    bu = parameters["bu"]
    Wc = parameters["Wc"]
    bc = parameters["bc"]

    concat = np.concatenate((a_prev, xt), axis=0)
    rt = sigmoid(np.dot(Wr, concat) + br)
    ut = sigmoid(np.dot(Wu, concat) + bu)
    concat_r = np.concatenate((rt * a_prev, xt), axis=0)
    cct = np.tanh(np.dot(Wc, concat_r) + bc)
    a_next = ut * cct + (1 - ut) * a_prev

    cache = (a_next, a_prev, rt, ut, cct, concat, concat_r, xt, parameters)
    return a_next, cache


def gru_cell_backward(da_next, cache):
    """
    Returns:
    gradients -- python dictionary containing dxt, da_prev, dWr, dWu, dWc, dbr, dbu, dbc
    """
    (a_next, a_prev, rt, ut, cct, concat, concat_r, xt, parameters) = cache
    n_a, m = a_prev.shape

    dcct = da_next * ut * (1 - cct**2)
    dut = da_next * (cct - a_prev) * ut * (1 - ut)
    dconcat_r = np.dot(parameters["Wc"].T, dcct)
    drt = dconcat_r[:n_a, :] * a_prev * rt * (1 - rt)

    dWc = np.dot(dcct, concat_r.T)
    dWu = np.dot(dut, concat.T)
    dWr = np.dot(drt, concat.T)
    dbc = np.sum(dcct, axis=1, keepdims=True)
    dbu = np.sum(dut, axis=1, keepdims=True)
    dbr = np.sum(drt, axis=1, keepdims=True)

    dconcat = np.dot(parameters["Wu"].T, dut) + np.dot(parameters["Wr"].T, drt)
    da_prev = dconcat[:n_a, :] + dconcat_r[:n_a, :] * rt + da_next * (1 - ut)
    dxt = dconcat[n_a:, :] + dconcat_r[n_a:, :]

    gradients = {"dxt": dxt, "da_prev": da_prev, "dWr": dWr, "dbr": dbr,
                 "dWu": dWu, "dbu": dbu, "dWc": dWc, "dbc": dbc}
    return gradients


def gru_forward(x, a0, parameters):
    """x -- (n_x, m, T_x), a0 -- (n_a, m); returns a -- (n_a, m, T_x) and caches"""
    caches = []
    n_x, m, T_x = x.shape
    n_a = a0.shape[0]
    a = np.zeros((n_a, m, T_x))
    a_next = a0
    for t in range(T_x):
        a_next, cache = gru_cell_forward(x[:, :, t], a_next, parameters)
        a[:, :, t] = a_next
        caches.append(cache)
    return a, caches
