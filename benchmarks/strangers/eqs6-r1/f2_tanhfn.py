import torch


class _GruStep(torch.autograd.Function):

    @staticmethod
    def forward(ctx, inputs, hidden, w_ih, w_hh, b_ih, b_hh):
        gi = inputs @ w_ih.t() + b_ih
        gh = hidden @ w_hh.t() + b_hh
        i_r, i_z, i_n = gi.chunk(3, dim=1)
        h_r, h_z, h_n = gh.chunk(3, dim=1)
        reset = torch.sigmoid(i_r + h_r)
        update = torch.sigmoid(i_z + h_z)
        new = torch.tanh(i_n + reset * h_n)
        ctx.save_for_backward(inputs, hidden, w_ih, w_hh, reset, update, new, h_n)
        return new + update * (hidden - new)

    @staticmethod
    def backward(ctx, grad_hy):
        inputs, hidden, w_ih, w_hh, reset, update, new, h_n = ctx.saved_tensors
        d_new = grad_hy * (1 - update)
        d_update = grad_hy * (hidden - new)
        d_a_new = d_new * (1 - new * new)
        d_reset = d_a_new * h_n
        d_a_update = d_update * update * (1 - update)
        d_a_reset = d_reset * (1 - reset)
        d_gi = torch.cat([d_a_reset, d_a_update, d_a_new], 1)
        d_gh = torch.cat([d_a_reset, d_a_update, d_a_new * reset], 1)
        return (d_gi @ w_ih, d_gh @ w_hh + grad_hy * update,
                d_gi.t() @ inputs, d_gh.t() @ hidden,
                d_gi.sum(0), d_gh.sum(0))


gru_step = _GruStep.apply


class StepCell(torch.nn.Module):
    def __init__(self, input_size, hidden_size):
        super().__init__()
        k = hidden_size ** -0.5
        self.w_ih = torch.nn.Parameter(torch.empty(3 * hidden_size, input_size).uniform_(-k, k))
        self.w_hh = torch.nn.Parameter(torch.empty(3 * hidden_size, hidden_size).uniform_(-k, k))
        self.b_ih = torch.nn.Parameter(torch.zeros(3 * hidden_size))
        self.b_hh = torch.nn.Parameter(torch.zeros(3 * hidden_size))

    def forward(self, inputs, hidden):
        return gru_step(inputs, hidden, self.w_ih, self.w_hh, self.b_ih, self.b_hh)
