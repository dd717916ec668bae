"""TensorFlow 1 cells of one's own, run on the stand-in."""

from __future__ import annotations

import numpy as np
import pytest
import torch

from gru_doctor.errors import CallTrouble
from gru_doctor.loaders.standins import standing_in
from gru_doctor.loaders.standins.scanning import observe, override_state

B, T, D, H = 2, 4, 3, 5


@pytest.fixture(autouse=True)
def _tensorflow():
    with standing_in(["tensorflow"]):
        yield


@pytest.fixture
def rng():
    return np.random.default_rng(6)


def sigmoid(a):
    return 1 / (1 + np.exp(-a))


def made():
    from gru_doctor.loaders.standins.tensorflow.variables import variables

    return variables


def scoped_cell():
    """A cell with `call`: get_variable in nested scopes, arguments in the old order."""
    import tensorflow as tf

    class Scoped(tf.nn.rnn_cell.RNNCell):
        state_size = output_size = H

        def call(self, inputs, state):
            with tf.variable_scope("gates"):
                w = tf.get_variable("w", [D + H, 2 * H])
                b = tf.get_variable("b", [2 * H], initializer=tf.constant_initializer(1.0))
                r, z = tf.split(1, 2, tf.sigmoid(tf.matmul(tf.concat(1, [inputs, state]), w) + b))
            with tf.variable_scope("candidate"):
                w = tf.get_variable("w", [D + H, H], initializer=tf.orthogonal_initializer())
                n = tf.tanh(tf.matmul(tf.concat([inputs, r * state], 1), w))
            h = z * state + (1 - z) * n
            return h, h

    return Scoped()


def step(x, h, weights, scope):
    gates, b, w = (weights[f"{scope}/{n}"].eval() for n in ("gates/w", "gates/b", "candidate/w"))
    r, z = np.split(sigmoid(np.concatenate([x, h], 1) @ gates + b), 2, 1)
    n = np.tanh(np.concatenate([x, r * h], 1) @ w)
    return z * h + (1 - z) * n


def test_a_cell_steps_and_its_variables_are_leaves(rng):
    cell, x, h = scoped_cell(), rng.standard_normal((B, D)), rng.standard_normal((B, H))
    out, state = cell(torch.from_numpy(x), torch.from_numpy(h))
    assert state is out
    np.testing.assert_allclose(out.eval(), step(x, h, made(), "scoped"), atol=1e-15)
    assert list(made()) == ["scoped/gates/w", "scoped/gates/b", "scoped/candidate/w"]
    assert next(v.name for v in cell.variables) == "scoped/gates/w:0"
    out.sum().backward()
    assert all(v.is_leaf and v.grad.abs().sum() > 0 for v in made().values())


def test_gradients_agree_with_finite_differences(rng):
    cell = scoped_cell()
    x, h = (torch.from_numpy(rng.standard_normal(s)) for s in [(B, D), (B, H)])
    cell(x, h)[0].sum().backward()
    for variable in made().values():
        direction = rng.standard_normal(tuple(variable.shape))
        value, ends = variable.eval(), []
        for sign in (1, -1):
            variable.assign(value + sign * 1e-6 * direction)
            ends.append(float(cell(x, h)[0].sum().detach()))
        variable.assign(value)
        slope = (ends[0] - ends[1]) / 2e-6
        assert slope == pytest.approx((variable.grad.numpy() * direction).sum(), rel=1e-7)


def test_two_cells_do_not_share_variables(rng):
    first, second = scoped_cell(), scoped_cell()
    x, h = torch.ones(B, D), torch.ones(B, H)
    first(x, h), second(x, h), first(x, h)
    assert len(made()) == 6 and {n.split("/")[0] for n in made()} == {"scoped", "scoped_1"}


def test_a_whole_sequence_with_lengths(rng):
    import tensorflow as tf

    xs = rng.standard_normal((B, T, D))
    with observe() as calls:
        outputs, last = tf.nn.dynamic_rnn(scoped_cell(), xs, sequence_length=[2, T], dtype=tf.float32)
    h, expected = np.zeros((B, H)), []
    for t in range(T):
        new = step(xs[:, t], h, made(), "rnn/scoped")
        runs = (t < np.array([2, T]))[:, None]
        expected.append(np.where(runs, new, 0))
        h = np.where(runs, new, h)
    np.testing.assert_allclose(outputs.eval(), np.stack(expected, 1), atol=1e-15)
    np.testing.assert_allclose(last.eval(), h, atol=1e-15)
    assert calls[0].n_steps == T


def counting_cell():
    """h' = 10 h + x, so that the digits of a state tell which inputs it has seen, and in what order."""
    import tensorflow as tf

    class Counting(tf.nn.rnn_cell.RNNCell):
        state_size = output_size = 1

        def call(self, inputs, state):
            h = 10.0 * state + inputs
            return h, h

    return Counting()


@pytest.mark.parametrize("time_major", [False, True])
@pytest.mark.parametrize(
    ("lengths", "forth", "back", "last"),
    [
        (None, [[1, 12, 123], [4, 45, 456]], [[321, 32, 3], [654, 65, 6]], [321, 654]),
        ([2, 3], [[1, 12, 0], [4, 45, 456]], [[21, 2, 0], [654, 65, 6]], [21, 654]),
    ],
)
def test_both_directions_end_where_each_sample_does(lengths, forth, back, last, time_major):
    import tensorflow as tf

    xs = np.array([[1.0, 2, 3], [4, 5, 6]])[..., None]
    (fw, bw), (_, bw_state) = tf.nn.bidirectional_dynamic_rnn(
        counting_cell(), counting_cell(), xs.swapaxes(0, 1) if time_major else xs, lengths,
        dtype=tf.float32, time_major=time_major,
    )  # fmt: skip
    for got, expected in ((fw, forth), (bw, back)):
        rows = got.eval()[..., 0]
        assert (rows.T if time_major else rows).tolist() == expected
    assert bw_state.eval().ravel().tolist() == last


def test_each_sample_is_turned_within_its_own_length():
    import tensorflow as tf

    xs = np.array([[1, 2, 3], [4, 5, 6], [7, 8, 9]])
    turned = [[2, 1, 3], [6, 5, 4], [7, 8, 9]]
    assert tf.reverse_sequence(xs, [2, 3, 0], 1, 0).eval().tolist() == turned
    assert tf.reverse_sequence(xs.T, [2, 3, 0], seq_dim=0, batch_dim=1).eval().T.tolist() == turned


def test_nothing_is_fed_to_what_has_been_computed():
    import tensorflow as tf

    x = tf.constant([1.0])
    with tf.Session() as session, pytest.raises(CallTrouble, match="nothing can be fed") as caught:
        session.run(2.0 * x, feed_dict={x: [3.0]})
    assert "gru-doctor init" in caught.value.hint


def test_the_initial_state_is_replaced(rng):
    import tensorflow as tf

    xs, h0 = rng.standard_normal((B, 1, D)), rng.standard_normal((B, H))
    with override_state(torch.from_numpy(h0)) as override:
        outputs, _ = tf.nn.dynamic_rnn(scoped_cell(), xs, dtype=tf.float32)
    assert override.count == 1
    np.testing.assert_allclose(outputs.eval()[:, 0], step(xs[:, 0], h0, made(), "rnn/scoped"))


def test_scan_accumulates(rng):
    import tensorflow as tf

    xs = np.array([[1.0], [2.0], [3.0]])
    sums = tf.scan(lambda a, x: a + x, xs, initializer=np.zeros(1))
    assert sums.eval().ravel().tolist() == [1, 3, 6]
    assert tf.scan(lambda a, x: 10 * a + x, xs).eval().ravel().tolist() == [1, 12, 123]
    assert tf.scan(lambda a, x: 10 * a + x, xs, reverse=True).eval().ravel().tolist() == [
        321,
        32,
        3,
    ]
    a, b = tf.scan(lambda s, x: (s[0] + x, s[1] * x[0]), xs, (np.zeros(1), np.ones(())))
    assert a.eval().ravel().tolist() == [1, 3, 6] and b.eval().tolist() == [1, 2, 6]


def test_both_orders_of_arguments():
    import tensorflow as tf
    from tensorflow.python.ops import array_ops

    x = np.arange(12.0).reshape(2, 6)
    parts = np.split(x, 3, 1)
    for got in (
        tf.split(x, 3, 1), tf.split(x, 3, axis=1), tf.split(1, 3, torch.from_numpy(x)),
        array_ops.split(value=x, num_or_size_splits=3, axis=1),
        tf.split(split_dim=1, num_split=3, value=x), tf.split(x, [2, 2, 2], 1),
    ):  # fmt: skip
        np.testing.assert_array_equal([p.eval() for p in got], parts)
    for whole in (
        tf.concat(parts, 1), tf.concat(1, parts), tf.concat(axis=1, values=parts),
        tf.concat(concat_dim=1, values=parts),
    ):  # fmt: skip
        np.testing.assert_array_equal(whole.eval(), x)
    with pytest.raises(ValueError, match="equal parts"):
        tf.split(x, 4, 1)


def test_linear_in_its_three_spellings(rng):
    from tensorflow.python.ops import init_ops
    from tensorflow.python.ops import variable_scope as vs
    from tensorflow.python.ops.rnn_cell_impl import _Linear, _linear

    x, h = (torch.from_numpy(rng.standard_normal(s)) for s in [(B, D), (B, H)])
    with vs.variable_scope("a"):
        made_once = _Linear([x, h], H, True, bias_initializer=init_ops.constant_initializer(2.0))
        first = made_once([x, h])
    with vs.variable_scope("a"):
        again = _linear([x, h], H, True)
    old = _linear([x, h], H, True, 2.0, scope="b")
    assert set(made()) == {"a/kernel", "a/bias", "b/kernel", "b/bias"}
    both = np.concatenate([x, h], 1)
    np.testing.assert_allclose(first.eval(), both @ made()["a/kernel"].eval() + 2, atol=1e-14)
    np.testing.assert_array_equal(first.eval(), again.eval())
    np.testing.assert_allclose(old.eval(), both @ made()["b/kernel"].eval() + 2, atol=1e-14)


def test_variables_of_functions_and_of_their_own(rng):
    import tensorflow as tf

    w = tf.Variable(tf.random_uniform([D, H], -0.1, 0.1), name="w")
    v = tf.Variable(np.zeros(H, dtype="float32"), name="w")
    assert [w.name, v.name] == ["w:0", "w_1:0"] and v.dtype is torch.float64
    assert 0.09 < abs(w.eval()).max() <= 0.1
    y = tf.matmul(tf.ones([B, D]), w) + v
    (gw, gv, none) = tf.gradients(y, [w, v, tf.Variable(1.0)])
    assert none is None and gv.eval().tolist() == [B] * H and gw.eval().sum() == B * D * H
    with tf.variable_scope("s") as scope:
        a = tf.get_variable("a", [2], initializer=tf.zeros_initializer)
        scope.reuse_variables()
        assert tf.get_variable("a", [2]) is a
        with pytest.raises(ValueError, match="s/a has shape"):
            tf.get_variable("a", [3])


def test_values_never_change(rng):
    import tensorflow as tf

    x = torch.from_numpy(rng.standard_normal((B, D)))
    before, value = x.clone(), tf.convert_to_tensor(x)
    value += 1.0
    part = tf.identity(x)[:, 0]
    part *= 0.0
    assert torch.equal(x, before)
    with pytest.raises(TypeError, match="item by item"):
        value[0] = 1.0


def test_shapes_and_types():
    import tensorflow as tf

    x = tf.zeros([B, D], dtype=tf.float32)
    assert x.dtype is torch.float64 and tf.cast(x, tf.int32).dtype is torch.int32
    assert x.get_shape().as_list() == [B, D] and x.get_shape().with_rank(2)[1].value == D
    assert tf.shape(x)[0] == B and x.shape.ndims == 2
    assert tf.reduce_sum(tf.ones([2, 3, 4]), reduction_indices=[0, 2]).eval().tolist() == [8] * 3
    assert tf.reduce_mean(tf.ones([2, 3]), 1, keep_dims=True).get_shape().as_list() == [2, 1]


def test_the_plain_gru_cell_is_the_equations(rng):
    import tensorflow as tf

    x, h = rng.standard_normal((B, D)), rng.standard_normal((B, H))
    out, _ = tf.contrib.rnn.GRUCell(H)(x, torch.from_numpy(h))
    weights = {k.removeprefix("gru_cell/"): v.eval() for k, v in made().items()}
    r, z = np.split(
        sigmoid(np.concatenate([x, h], 1) @ weights["gates/kernel"] + weights["gates/bias"]), 2, 1
    )
    n = np.tanh(np.concatenate([x, r * h], 1) @ weights["candidate/kernel"] + weights["candidate/bias"])
    np.testing.assert_allclose(out.eval(), z * h + (1 - z) * n, atol=1e-15)
    assert weights["gates/bias"].tolist() == [1.0] * (2 * H)


def test_what_is_missing_is_named():
    import tensorflow as tf
    from tensorflow.python.ops import math_ops

    with pytest.raises(AttributeError, match="the tensorflow stand-in has no placeholder"):
        tf.placeholder(tf.float32)
    with pytest.raises(AttributeError, match=r"no python\.ops\.math_ops\.foo"):
        math_ops.foo  # noqa: B018
    with pytest.raises(AttributeError, match="tensorflow stand-in has no attribute bar"):
        tf.ones([1]).bar  # noqa: B018


def test_each_installation_starts_anew(rng):
    scoped_cell()(torch.ones(B, D), torch.ones(B, H))
    from gru_doctor.loaders.standins import install, remove

    remove(install("tensorflow"))
    assert made() == {}


def test_the_options_of_a_program_have_their_defaults():
    import tensorflow as tf

    tf.app.flags.DEFINE_integer("hidden", 100, "hidden units")
    assert tf.app.flags.FLAGS.hidden == 100
