"""The Theano stand-in against PyTensor, the heir of Theano; skipped where it is not installed.

Each layer is written once, over a namespace of the two modules, and run by both.
"""

from __future__ import annotations

from types import SimpleNamespace

import numpy as np
import pytest

from gru_doctor.loaders.standins import standing_in

pytensor = pytest.importorskip("pytensor")

T, B, H = 6, 2, 5


@pytest.fixture(autouse=True)
def _quick():
    import pytensor.scan

    # Nothing is compiled to C, so every operation runs as Python.
    with pytensor.config.change_flags(mode="FAST_COMPILE", cxx="", floatX="float64"):
        yield


def real():
    import pytensor
    import pytensor.tensor as tt

    return SimpleNamespace(
        scan=pytensor.scan, shared=pytensor.shared, tt=tt, grad=pytensor.grad, sigmoid=tt.sigmoid
    )


def standin():
    import theano
    import theano.tensor as tt

    return SimpleNamespace(
        scan=theano.scan, shared=theano.shared, tt=tt, grad=theano.grad, sigmoid=tt.nnet.sigmoid
    )


def numbers(values):
    return [np.asarray(value.eval()) for value in values]


def both(layer, *shapes, wrt=True):
    """Outputs, and gradients of a weighted sum, as the real thing and the stand-in give them."""
    arrays = [np.random.default_rng(9 + i).standard_normal(s) for i, s in enumerate(shapes)]

    def run(framework):
        shared = [framework.shared(a) for a in arrays]
        outputs = layer(framework, *shared)
        cost = sum(framework.tt.sum(framework.tt.sin(3.0 * out)) for out in outputs)
        return numbers(outputs), numbers(framework.grad(cost, shared)) if wrt else []

    expected = run(real())
    with standing_in(["theano"]):
        got = run(standin())
    return got, expected


def gru(f, xs, u, un, h0):
    def step(x, h, u, un):
        z = f.sigmoid(x[:, :H] + f.tt.dot(h, u))
        return z * h + (1 - z) * f.tt.tanh(x[:, H:] + f.tt.dot(z * h, un))

    out, _ = f.scan(step, sequences=xs, outputs_info=h0, non_sequences=[u, un])
    return [out]


def with_settings(**settings):
    def layer(f, xs, u, h0):
        out, _ = f.scan(lambda x, h: f.tt.tanh(x + f.tt.dot(h, u)), sequences=xs, outputs_info=h0, **settings)
        return [out]

    return layer


def sequence_taps(taps, backwards):
    def layer(f, xs, u, h0):
        def step(*args):
            *parts, h = args
            mixed = sum((i + 1.0) * part for i, part in enumerate(parts))
            return f.tt.tanh(mixed + f.tt.dot(h, u))

        out, _ = f.scan(
            step,
            sequences=[dict(input=xs, taps=taps)],
            outputs_info=[h0],
            go_backwards=backwards,
        )
        return [out]

    return layer


def output_taps(f, xs, u, start):
    out, _ = f.scan(
        lambda x, far, near: f.tt.tanh(x + f.tt.dot(near, u) - 0.5 * far),
        sequences=xs,
        outputs_info=dict(initial=start, taps=[-3, -1]),
    )
    return [out]


def several_outputs(f, xs, u, h0):
    def step(x, h, c):
        c = 0.5 * c + x
        h = f.tt.tanh(c + f.tt.dot(h, u))
        return h, h.sum(axis=1), c

    outs, _ = f.scan(step, sequences=[xs], outputs_info=[h0, None, f.tt.zeros_like(h0)])
    return outs


def subtensors(f, xs, u, h0):
    def step(x, h):
        x = f.tt.set_subtensor(x[:, 1:3], h[:, ::-1][:, :2])
        x = f.tt.inc_subtensor(x[0], 0.25)
        x += h.dimshuffle(0, 1)
        return f.tt.tanh(f.tt.dot(x, u))

    out, _ = f.scan(step, sequences=xs, outputs_info=h0)
    return [out.dimshuffle(1, 0, 2)[::-1, 1:]]


XS, U, H0 = (T, B, H), (H, H), (B, H)
CASES = {
    "gru": (gru, (T, B, 2 * H), U, U, H0),
    "plain": (with_settings(), XS, U, H0),
    "n_steps": (with_settings(n_steps=4), XS, U, H0),
    "backwards": (with_settings(go_backwards=True), XS, U, H0),
    "backwards n_steps": (with_settings(go_backwards=True, n_steps=4), XS, U, H0),
    **{f"truncated {k}": (with_settings(truncate_gradient=k), XS, U, H0) for k in (1, 3, T)},
    **{
        f"taps {taps} {'back' * backwards}": (sequence_taps(taps, backwards), XS, U, H0)
        for taps in ([0, 1], [-2, 0], [-1, 1], [1, 2], [-2, -1])
        for backwards in (False, True)
    },
    "output taps": (output_taps, XS, U, (3, B, H)),
    "several outputs": (several_outputs, XS, U, H0),
    "subtensors": (subtensors, XS, U, H0),
}


@pytest.mark.parametrize("case", CASES, ids=str)
def test_outputs_and_gradients_agree(case):
    layer, *shapes = CASES[case]
    (outputs, gradients), (real_outputs, real_gradients) = both(layer, *shapes)
    for got, expected in zip(outputs + gradients, real_outputs + real_gradients, strict=True):
        assert got.shape == expected.shape
        np.testing.assert_allclose(got, expected, rtol=0, atol=1e-14 * max(1, abs(expected).max()))


def refused(framework, layer):
    try:
        numbers(layer(framework))
    except (TypeError, ValueError) as error:
        return type(error)
    return None


REFUSED = {
    "integer state": lambda f: [
        f.scan(lambda x, h: x + h, f.shared(np.ones((T, B))), f.tt.zeros((B,), dtype="int64"))[0]
    ],
    "fewer axes": lambda f: [f.scan(lambda x, h: x + h, f.shared(np.ones((T, B, H))), f.tt.zeros((H,)))[0]],
    "a row that becomes a matrix": lambda f: [
        f.scan(lambda x, h: x + h, f.shared(np.ones((T, B, H))), f.tt.zeros((1, H)))[0]
    ],
    "too few steps": lambda f: [f.scan(lambda x: x, f.shared(np.ones(3)), n_steps=5)[0]],
    "too many outputs": lambda f: [
        f.scan(lambda x, h: (h, h), f.shared(np.ones((T, B))), f.tt.zeros((B,)))[0][0]
    ],
    "forward tap of an output": lambda f: [
        f.scan(lambda h: h, outputs_info=dict(initial=np.ones(3), taps=[1]), n_steps=2)[0]
    ],
}


@pytest.mark.parametrize("case", REFUSED, ids=str)
def test_what_the_real_one_refuses_is_refused(case):
    assert refused(real(), REFUSED[case]) is not None
    with standing_in(["theano"]):
        assert refused(standin(), REFUSED[case]) is not None


def test_a_single_output_is_a_tensor_in_both():
    def single(f):
        return f.scan(lambda x: [2 * x], sequences=f.shared(np.ones((T, B))))[0]

    assert single(real()).eval().shape == (T, B)
    with standing_in(["theano"]):
        assert single(standin()).eval().shape == (T, B)
