import torch as th


class _Step(th.autograd.Function):
    @staticmethod
    def forward(ctx, inp, prev, weight, rec, bias):
        n = prev.size(1)
        a = inp @ weight + bias
        b = prev @ rec[:, :2 * n]
        gates = th.sigmoid(a[:, :2 * n] + b)
        upd, res = gates[:, :n], gates[:, n:]
        cand = th.tanh(a[:, 2 * n:] + (res * prev) @ rec[:, 2 * n:])
        ctx.save_for_backward(inp, prev, weight, rec, upd, res, cand)
        return upd * prev + (1 - upd) * cand

    @staticmethod
    def backward(ctx, g):
        inp, prev, weight, rec, upd, res, cand = ctx.saved_tensors
        n = prev.size(1)
        g_cand = g * (1 - upd) * (1 - cand ** 2)
        g_upd = g * (prev - cand) * upd * (1 - upd)
        g_rp = g_cand @ rec[:, 2 * n:].t()
        g_res = g_rp * prev * res * (1 - res)
        g_a = th.cat((g_upd, g_res, g_cand), 1)
        g_b = th.cat((g_upd, g_res), 1)
        g_rec = th.cat((prev.t() @ g_b, (res * prev).t() @ g_cand), 1)
        g_prev = g * upd + g_rp * res + g_b @ rec[:, :2 * n].t()
        return g_a @ weight.t(), g_prev, inp.t() @ g_a, g_rec, g_a.sum(0)


class HandGRU(th.nn.Module):
    def __init__(self, width_in, width):
        super().__init__()
        self.width = width
        self.weight = th.nn.Parameter(th.randn(width_in, 3 * width) * .2)
        self.rec = th.nn.Parameter(th.randn(width, 3 * width) * .2)
        self.bias = th.nn.Parameter(th.zeros(3 * width))

    def forward(self, batch_of_sequences, state=None):
        # (batch, time, width_in)
        if state is None:
            state = batch_of_sequences.new_zeros(len(batch_of_sequences), self.width)
        states = []
        for step in batch_of_sequences.transpose(0, 1):
            state = _Step.apply(step, state, self.weight, self.rec, self.bias)
            states.append(state)
        return th.stack(states, 1), state
