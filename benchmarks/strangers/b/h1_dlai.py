import numpy as np


def sigmoid(x):
    return 1 / (1 + np.exp(-x))


def gru_cell_forward(xt, a_prev, parameters):
    """
    Implement a single forward step of the GRU-cell

    Arguments:
    xt -- your input data at timestep "t", numpy array of shape (n_x, m).
    a_prev -- Hidden state at timestep "t-1", numpy array of shape (n_a, m)
    parameters -- python dictionary containing:
                        Wu -- Weight matrix of the update gate, numpy array of shape (n_a, n_a + n_x)
                        bu -- Bias of the update gate, numpy array of shape (n_a, 1)
                        Wr -- Weight matrix of the relevance gate, numpy array of shape (n_a, n_a + n_x)
                        br -- Bias of the relevance gate, numpy array of shape (n_a, 1)
                        Wc -- Weight matrix of the candidate, numpy array of shape (n_a, n_a + n_x)
                        bc -- Bias of the candidate, numpy array of shape (n_a, 1)
    Returns:
    a_next -- next hidden state, of shape (n_a, m)
    cache -- tuple of values needed for the backward pass
    """
    Wu, bu = parameters["Wu"], parameters["bu"]
    Wr, br = parameters["Wr"], parameters["br"]
    Wc, bc = parameters["Wc"], parameters["bc"]

    concat = np.concatenate([a_prev, xt], axis=0)
    gu = sigmoid(np.dot(Wu, concat) + bu)
    gr = sigmoid(np.dot(Wr, concat) + br)
    concat_r = np.concatenate([gr * a_prev, xt], axis=0)
    cc = np.tanh(np.dot(Wc, concat_r) + bc)
    a_next = gu * cc + (1 - gu) * a_prev
    cache = (a_next, a_prev, gu, gr, cc, xt, parameters)
    return a_next, cache


def gru_forward(x, a0, parameters):
    """
    x -- Input data for every time-step, of shape (n_x, m, T_x).
    a0 -- initial hidden state, of shape (n_a, m)
    """
    caches = []
    n_x, m, T_x = x.shape
    n_a = parameters["Wu"].shape[0]
    a = np.zeros((n_a, m, T_x))
    a_next = a0
    for t in range(T_x):
        a_next, cache = gru_cell_forward(x[:, :, t], a_next, parameters)
        a[:, :, t] = a_next
        caches.append(cache)
    return a, (caches, x)


def gru_cell_backward(da_next, cache):
    (a_next, a_prev, gu, gr, cc, xt, parameters) = cache
    n_a, m = a_next.shape
    concat = np.concatenate([a_prev, xt], axis=0)
    concat_r = np.concatenate([gr * a_prev, xt], axis=0)

    dcc = da_next * gu * (1 - cc ** 2)
    dgu = da_next * (cc - a_prev) * gu * (1 - gu)
    dcr = np.dot(parameters["Wc"].T, dcc)
    dgr = dcr[:n_a] * a_prev * gr * (1 - gr)

    dWc = np.dot(dcc, concat_r.T)
    dWu = np.dot(dgu, concat.T)
    dWr = np.dot(dgr, concat.T)
    dbc = np.sum(dcc, axis=1, keepdims=True)
    dbu = np.sum(dgu, axis=1, keepdims=True)
    dbr = np.sum(dgr, axis=1, keepdims=True)

    dconcat = np.dot(parameters["Wu"].T, dgu) + np.dot(parameters["Wr"].T, dgr)
    da_prev = dconcat[:n_a] + dcr[:n_a] * gr + da_next * (1 - gu)
    dxt = dconcat[n_a:] + dcr[n_a:]
    return {"dxt": dxt, "da_prev": da_prev, "dWu": dWu, "dbu": dbu, "dWr": dWr, "dbr": dbr, "dWc": dWc, "dbc": dbc}
