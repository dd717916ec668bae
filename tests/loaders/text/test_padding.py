"""What tells padding, by its use."""

import ast

import pytest

from gru_doctor.loaders.text.padding import padding_role


@pytest.mark.parametrize(
    ("code", "role"),
    [
        ("a = (t < q).float()", "lengths"),
        ("live = torch.arange(9)[None] < q[:, None]", "lengths"),
        ("p = pack_padded_sequence(x, q.cpu())", "lengths"),
        ("p = pack_padded_sequence(x, lengths=q)", "lengths"),
        ("p = pack_padded_sequence(q, n.cpu())", ""),
        ("h = q[t] * n + (1 - q[t]) * h", "mask"),
        ("m = q[:, t, None]\nh = m * n + (1. - m) * h", "mask"),
        ("for x, m in zip(xs, q):\n    h = m * n + (1 - m) * h", "mask"),
        ("h = np.where(q[t], n, h)", "mask"),
        ("x, m = xs[:, t], q[:, t].reshape(-1, 1)\nh = m * step(x, h)", "mask"),
        ("h = q[t] * n\nr = np.concatenate([x, q[t]])", ""),
        ("h = q[t] * (q[t] @ w)", ""),
        ("h = np.tanh(q @ w)", ""),
        ("if q > 0: h = n", ""),
        ("h = (1 - z) * q", ""),
    ],
)
def test_what_tells_padding(code: str, role: str) -> None:
    assert padding_role(ast.parse(code), "q") == role
