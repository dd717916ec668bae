"""Chapter 9 exercise: GRU from scratch, weights in one flat list, as in d2l but with einsum."""
import torch


def get_params(vocab_size, num_hiddens, device="cpu"):
    def normal(*shape):
        return torch.randn(*shape, device=device) * 0.01

    def three():
        return normal(vocab_size, num_hiddens), normal(num_hiddens, num_hiddens), torch.zeros(num_hiddens)

    W_xz, W_hz, b_z = three()
    W_xr, W_hr, b_r = three()
    W_xh, W_hh, b_h = three()
    params = [W_xz, W_hz, b_z, W_xr, W_hr, b_r, W_xh, W_hh, b_h]
    for param in params:
        param.requires_grad_(True)
    return params


def gru(inputs, state, params):
    W_xz, W_hz, b_z, W_xr, W_hr, b_r, W_xh, W_hh, b_h = params
    H, = state
    outputs = []
    for X in inputs:
        Z = torch.sigmoid(torch.einsum("bd,dh->bh", X, W_xz) + torch.einsum("bh,hk->bk", H, W_hz) + b_z)
        R = torch.sigmoid(torch.einsum("bd,dh->bh", X, W_xr) + torch.einsum("bh,kh->bk", H, W_hr) + b_r)
        H_tilda = torch.tanh(torch.einsum("bd,dh->bh", X, W_xh) + torch.einsum("bh,hk->bk", R * H, W_hh) + b_h)
        H = Z * H + (1 - Z) * H_tilda
        outputs.append(H)
    return torch.stack(outputs), (H,)
