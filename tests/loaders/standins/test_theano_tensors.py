"""Values with Theano's methods, functions and strictness."""

from __future__ import annotations

import numpy as np
import pytest
import torch

from gru_doctor.loaders.standins import standing_in


@pytest.fixture(autouse=True)
def _theano():
    with standing_in(["theano"]):
        yield


@pytest.fixture
def x():
    return np.random.default_rng(1).standard_normal((2, 3, 4))


def test_every_float_is_float64():
    import theano
    import theano.tensor as tt

    theano.config.floatX = "float32"
    assert theano.config.floatX == "float64"
    w = theano.shared(np.array([0.5, 2.0], dtype="float32"))
    assert w.dtype is torch.float64 and w.get_value().dtype == np.float64
    assert tt.cast(w, "float32").dtype is torch.float64
    assert w.astype(theano.config.floatX).dtype is torch.float64
    assert tt.cast(w, "int32").dtype is torch.int32


def test_integers_times_floats_keep_full_precision():
    import theano.tensor as tt

    n = tt.as_tensor_variable(np.array([1, 2, 3]))
    np.testing.assert_array_equal((n * 0.1).eval(), np.array([1, 2, 3]) * 0.1)
    np.testing.assert_array_equal((n / 3).eval(), np.array([1, 2, 3]) / 3)
    np.testing.assert_array_equal((1.0 - n).eval(), [0, -1, -2])


def test_arrays_on_either_side_of_an_operator(x):
    import theano.tensor as tt

    value = tt.as_tensor_variable(x)
    for result in (np.asarray(2.0) * value, value * np.asarray(2.0), np.full(4, 2.0) * value):
        np.testing.assert_array_equal(result.eval(), 2 * x)
    np.testing.assert_array_equal((np.ones(4) - value).eval(), 1 - x)


@pytest.mark.parametrize(
    "key",
    [
        np.s_[0], np.s_[:, None], np.s_[..., 1:3], np.s_[::-1], np.s_[:, ::-2, 1],
        np.s_[1, ..., ::-1], np.s_[:, [2, 0]], np.s_[-1, :, -2:], np.s_[:, 3:0:-1],
    ],
)  # fmt: skip
def test_indexing_is_numpys(x, key):
    import theano.tensor as tt

    np.testing.assert_array_equal(tt.as_tensor_variable(x)[key].eval(), x[key])


def test_subtensors_are_replaced_in_a_new_value(x):
    import theano.tensor as tt

    value = tt.as_tensor_variable(x)
    set_, added = x.copy(), x.copy()
    set_[:, ::-1, 1:3] = 7.0
    added[1] += 2.0
    np.testing.assert_array_equal(tt.set_subtensor(value[:, ::-1, 1:3], 7.0).eval(), set_)
    np.testing.assert_array_equal(tt.inc_subtensor(value[1], 2.0).eval(), added)
    np.testing.assert_array_equal(value.eval(), x)
    with pytest.raises(TypeError, match="item by item"):
        value[0] = 1.0


@pytest.mark.parametrize(
    ("ours", "numpys"),
    [
        (lambda v: v.dimshuffle(1, 0, 2), lambda a: a.swapaxes(0, 1)),
        (lambda v: v.dimshuffle((1, "x", 0, 2)), lambda a: a.swapaxes(0, 1)[:, None]),
        (lambda v: v.sum(axis=1, keepdims=True), lambda a: a.sum(1, keepdims=True)),
        (lambda v: v.mean(), lambda a: a.mean()),
        (lambda v: v.max(axis=-1), lambda a: a.max(-1)),
        (lambda v: v.argmax(axis=1), lambda a: a.argmax(1)),
        (lambda v: v.argmax(), lambda a: a.argmax()),
        (lambda v: v.std(axis=(0, 2)), lambda a: a.std((0, 2))),
        (lambda v: v.prod(axis=[0, 1]), lambda a: a.prod((0, 1))),
        (lambda v: v.flatten(2), lambda a: a.reshape(2, 12)),
        (lambda v: v.reshape((v.shape[0] * 3, -1)), lambda a: a.reshape(6, 4)),
        (lambda v: v.repeat(2, axis=1), lambda a: a.repeat(2, 1)),
        (lambda v: v.T, lambda a: a.T),
        (lambda v: v[0].dot(v[0].T), lambda a: a[0] @ a[0].T),
        (lambda v: v.cumsum(axis=0), lambda a: a.cumsum(0)),
        (lambda v: v.clip(-0.5, 0.5), lambda a: a.clip(-0.5, 0.5)),
        (lambda v: v.norm(2), lambda a: np.linalg.norm(a)),
        (lambda v: abs(-v) ** 2 % 0.7, lambda a: abs(-a) ** 2 % 0.7),
    ],
)
def test_methods_are_numpys(x, ours, numpys):
    import theano.tensor as tt

    np.testing.assert_allclose(ours(tt.as_tensor_variable(x)).eval(), numpys(x), atol=1e-15)


@pytest.mark.parametrize(
    ("ours", "numpys"),
    [
        (lambda tt, v: tt.dot(v, v[0].T), lambda a: a @ a[0].T),
        (lambda tt, v: tt.dot(v[0], v.swapaxes(1, 2)), lambda a: np.dot(a[0], a.swapaxes(1, 2))),
        (lambda tt, v: tt.batched_dot(v, v.dimshuffle(0, 2, 1)), lambda a: a @ a.swapaxes(1, 2)),
        (lambda tt, v: tt.batched_dot(v, v[:, 0]), lambda a: np.einsum("bij,bj->bi", a, a[:, 0])),
        (lambda tt, v: tt.tensordot(v, v, [[0], [0]]), lambda a: np.tensordot(a, a, [[0], [0]])),
        (lambda tt, v: tt.concatenate([v, v[:1]], 0), lambda a: np.concatenate([a, a[:1]], 0)),
        (lambda tt, v: tt.stack([v[0], v[1]], axis=1), lambda a: np.stack([a[0], a[1]], 1)),
        (lambda tt, v: tt.stack(v[0], v[1]), lambda a: np.stack([a[0], a[1]])),
        (lambda tt, v: tt.switch(tt.gt(v, 0), v, 0.0), lambda a: np.where(a > 0, a, 0)),
        (lambda tt, v: 1 - tt.lt(v, 0), lambda a: 1 - (a < 0).astype(int)),
        (lambda tt, v: tt.switch(tt.floor(v), v, 0.0), lambda a: np.where(np.floor(a), a, 0)),
        (lambda tt, v: tt.invert(tt.gt(v, 0)), lambda a: ~(a > 0)),
        (lambda tt, v: tt.gt(v, 0) & tt.lt(v, 1), lambda a: (a > 0) & (a < 1)),
        (lambda tt, v: tt.maximum(v, 0), lambda a: np.maximum(a, 0)),
        (lambda tt, v: tt.split(v, [1, 3], 2, axis=2)[1], lambda a: a[..., 1:]),
        (lambda tt, v: tt.arange(v.shape[2]) + tt.zeros_like(v), lambda a: np.arange(4) + 0 * a),
        (lambda tt, v: tt.eye(3, 4, 1), lambda a: np.eye(3, 4, 1)),
        (lambda tt, v: v.sum().dimshuffle("x", "x"), lambda a: a.sum().reshape(1, 1)),
        (lambda tt, v: tt.outer(v[0, 0], v[1, 0]), lambda a: np.outer(a[0, 0], a[1, 0])),
        (lambda tt, v: tt.nnet.softmax(v[0]).sum(axis=1), lambda a: np.ones(3)),
        (lambda tt, v: tt.nnet.hard_sigmoid(3 * v), lambda a: np.clip(0.6 * a + 0.5, 0, 1)),
        (lambda tt, v: tt.nnet.relu(v, 0.1), lambda a: np.where(a > 0, a, 0.1 * a)),
        (lambda tt, v: tt.tile(v[0], (2, 1)), lambda a: np.tile(a[0], (2, 1))),
        (lambda tt, v: tt.shape_padright(v[0], 2), lambda a: a[0][..., None, None]),
    ],
)  # fmt: skip
def test_functions_are_numpys(x, ours, numpys):
    import theano.tensor as tt

    np.testing.assert_allclose(ours(tt, tt.as_tensor_variable(x)).eval(), numpys(x), atol=1e-14)


def test_ultra_fast_sigmoid_stays_near_the_sigmoid():
    import theano.tensor as tt

    a = tt.as_tensor_variable(np.linspace(-9, 9, 181))
    gap = abs(tt.nnet.ultra_fast_sigmoid(a) - tt.nnet.sigmoid(a)).max()
    assert 0.005 < float(gap) < 0.08


def test_only_what_is_written_as_one_broadcasts(x):
    import theano
    import theano.tensor as tt

    value = tt.as_tensor_variable(torch.from_numpy(x[:1]))
    assert value.broadcastable == (False, False, False)
    assert tt.zeros((value.shape[0], 1)).broadcastable == (False, True)
    assert value.dimshuffle(0, "x", 1, 2).broadcastable == (False, True, False, False)
    assert value[:, None, 0].broadcastable == (False, True, False)
    assert value.sum(axis=1, keepdims=True).broadcastable == (False, True, False)
    assert theano.shared(x[:1]).broadcastable == (False, False, False)
    assert theano.shared(x[:1], broadcastable=(True, False, False)).broadcastable[0]
    row = tt.zeros((1, 4))
    assert tt.tanh(row * 2.0).broadcastable == (True, False)
    assert (row + value[0]).broadcastable == (False, False)
    assert tt.addbroadcast(value, 0).broadcastable == (True, False, False)
    with pytest.raises(ValueError, match="length 1"):
        tt.addbroadcast(value, 1)


def test_equality_is_identity_so_that_lists_can_be_searched(x):
    import theano

    a, b = theano.shared(x), theano.shared(x)
    assert [a, b].index(b) == 1 and a in {a: 1} and a != b


@pytest.mark.parametrize(
    ("wrong", "message"),
    [
        (lambda theano: theano.tensor.foo, "the theano stand-in has no tensor.foo"),
        (lambda theano: theano.tensor.nnet.bar, "the theano stand-in has no tensor.nnet.bar"),
        (lambda theano: theano.gpuarray, "the theano stand-in has no gpuarray"),
        (lambda theano: theano.shared(1.0).baz, "no attribute baz on a tensor"),
        (lambda theano: theano.tensor.matrix().baz, "no attribute baz on a tensor"),
    ],
)
def test_what_is_missing_is_named(wrong, message):
    import theano

    with pytest.raises(AttributeError, match=message):
        wrong(theano)


def test_a_copy_is_a_stored_array_of_its_own(x):
    import copy

    import theano

    w = theano.shared(x, name="w")
    c = copy.deepcopy(w)
    c.set_value(0 * x)
    assert c.name == "w" and c.requires_grad and not (w.get_value() == 0).any()


def test_random_streams_repeat_with_the_seed():
    from theano.sandbox.rng_mrg import MRG_RandomStreams
    from theano.tensor.shared_randomstreams import RandomStreams

    a, b = RandomStreams(3).normal((5,)).eval(), MRG_RandomStreams(seed=3).normal(size=(5,)).eval()
    np.testing.assert_array_equal(a, b)
    kept = RandomStreams(3).binomial((2000,), p=0.3, dtype="float32")
    assert kept.dtype is torch.float64 and set(kept.eval()) == {0.0, 1.0}
    assert abs(float(kept.mean()) - 0.3) < 0.05


def test_flow_and_gradient_helpers(x):
    import theano
    from theano.gradient import disconnected_grad, grad_clip
    from theano.ifelse import ifelse

    w = theano.shared(x[0])
    assert ifelse(w.sum() > 1e9, 1, 2) == 2
    with pytest.raises(ValueError, match="does not depend"):
        theano.grad(disconnected_grad(w).sum(), w)
    np.testing.assert_array_equal(theano.grad((3 * grad_clip(w, -1, 1)).sum(), w).eval(), 1 + 0 * x[0])
