import numpy as np

# port of my C code (gru.c), kept as close as possible so I can diff the two

MAX_STEPS = 512


def gru_init(p, n_in, n_out):
	p["n_in"] = n_in
	p["n_out"] = n_out
	p["w_in"] = np.zeros((3 * n_out, n_in))
	p["w_rec"] = np.zeros((3 * n_out, n_out))
	p["bias"] = np.zeros(3 * n_out)
	return p


def gru_step(p, x, h, h_new):
	n_in = p["n_in"]; n = p["n_out"]
	w_in = p["w_in"]; w_rec = p["w_rec"]; bias = p["bias"]
	acc = np.zeros(3 * n)
	reset = np.zeros(n); update = np.zeros(n)
	i = 0
	while i < 2 * n:
		s = bias[i]
		for j in range(n_in):
			s += w_in[i, j] * x[j]
		for j in range(n):
			s += w_rec[i, j] * h[j]
		acc[i] = 1.0 / (1.0 + np.exp(-s))
		i += 1
	for i in range(n):
		update[i] = acc[i]
		reset[i] = acc[n + i]
	for i in range(n):
		k = 2 * n + i
		s = bias[k]
		for j in range(n_in):
			s += w_in[k, j] * x[j]
		for j in range(n):
			s += w_rec[k, j] * (reset[j] * h[j])
		acc[k] = np.tanh(s)
	for i in range(n):
		h_new[i] = update[i] * h[i] + (1.0 - update[i]) * acc[2 * n + i]


def gru_run(p, xs, n_steps):
	assert n_steps <= MAX_STEPS
	hs = np.zeros((n_steps + 1, p["n_out"]))
	for t in range(n_steps):
		gru_step(p, xs[t], hs[t], hs[t + 1])
	return hs  # hs[0] is the zero state
