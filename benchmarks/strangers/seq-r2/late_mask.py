import torch


def gru(x, mask, h, Wx, Wh, bx, bh):
    """x [B, T, D], mask [B, T] with 1 for real frames, h [B, H]; Wx [D, 3H], Wh [H, 3H] (r, z, n)

    returns [B, T, H] and the final state
    """
    H = h.shape[1]
    ys = []
    for t in range(x.shape[1]):
        px = x[:, t] @ Wx + bx
        ph = h @ Wh + bh
        r = torch.sigmoid(px[:, :H] + ph[:, :H])
        z = torch.sigmoid(px[:, H:2 * H] + ph[:, H:2 * H])
        n = torch.tanh(px[:, 2 * H:] + r * ph[:, 2 * H:])
        hn = (1 - z) * n + z * h
        m = mask[:, max(t - 1, 0)].unsqueeze(1)
        h = torch.where(m > 0, hn, h)
        ys.append(h)
    return torch.stack(ys, dim=1), h
