"""theano.scan as the stand-in runs it: the rules of the real one that a layer relies on."""

from __future__ import annotations

import numpy as np
import pytest
import torch

from gru_doctor.loaders.standins import standing_in
from gru_doctor.loaders.standins.scanning import observe, override_state

T, B, D, H = 4, 2, 3, 5


@pytest.fixture(autouse=True)
def _theano():
    with standing_in(["theano"]):
        yield


@pytest.fixture
def rng():
    return np.random.default_rng(0)


def sequence(rng, *shape):
    return torch.from_numpy(rng.standard_normal(shape))


def layer(xs, wx, wh):
    import theano
    import theano.tensor as tt

    def step(x, h, wh):
        return tt.tanh(x + tt.dot(h, wh))

    return theano.scan(
        step,
        sequences=[tt.dot(xs, wx)],
        outputs_info=[tt.alloc(0.0, xs.shape[1], H)],
        non_sequences=[wh],
    )


def test_a_single_output_is_the_tensor_itself(rng):
    import theano

    xs, wx, wh = (theano.shared(rng.standard_normal(s)) for s in [(T, B, D), (D, H), (H, H)])
    out, updates = layer(xs, wx, wh)
    h = np.zeros((B, H))
    expected = []
    for x in xs.get_value():
        h = np.tanh(x @ wx.get_value() + h @ wh.get_value())
        expected.append(h)
    assert isinstance(out, torch.Tensor)
    np.testing.assert_allclose(out.eval(), expected, atol=1e-15)
    assert out[0].shape == (B, H)
    assert updates == {}


@pytest.mark.parametrize("returns", [lambda a: [a], lambda a: (a,), lambda a: a])
def test_a_list_of_one_output_is_also_the_tensor_itself(rng, returns):
    import theano

    out, _ = theano.scan(lambda x: returns(2 * x), sequences=sequence(rng, T, B))
    assert out.shape == (T, B)


def test_return_list_keeps_the_list(rng):
    import theano

    out, _ = theano.scan(lambda x: x, sequences=sequence(rng, T, B), return_list=True)
    assert isinstance(out, list) and len(out) == 1


def test_arguments_are_sequences_then_past_outputs_then_constants(rng):
    import theano

    seen = []

    def step(x, y, h, c, w, v):
        seen.append([float(a.reshape(-1)[0]) for a in (x, y, h, c, w, v)])
        return h + 1.0, c + 10.0, x

    outs, _ = theano.scan(
        step,
        sequences=[np.array([1.0, 2.0]), np.array([3.0, 4.0])],
        outputs_info=[np.float64(0), np.float64(0), None],
        non_sequences=[np.float64(7), np.float64(8)],
    )
    assert seen == [[1, 3, 0, 0, 7, 8], [2, 4, 1, 10, 7, 8]]
    assert [o.eval().tolist() for o in outs] == [[1, 2], [10, 20], [1, 2]]


def test_taps_of_a_sequence_cut_its_ends():
    import theano

    out, _ = theano.scan(
        lambda before, now, after: before + 10 * now + 100 * after,
        sequences=dict(input=np.arange(1.0, 6.0), taps=[-1, 0, 1]),
    )
    assert out.eval().tolist() == [321, 432, 543]


def test_taps_of_an_output_reach_back():
    import theano

    out, _ = theano.scan(
        lambda two_ago, one_ago: two_ago + one_ago,
        outputs_info=dict(initial=np.array([1.0, 1.0]), taps=[-2, -1]),
        n_steps=4,
    )
    assert out.eval().tolist() == [2, 3, 5, 8]


def test_go_backwards_reads_from_the_end():
    import theano

    out, _ = theano.scan(
        lambda x, h: x + 10 * h,
        sequences=np.array([1.0, 2.0, 3.0]),
        outputs_info=np.float64(0),
        go_backwards=True,
        n_steps=2,
    )
    assert out.eval().tolist() == [3, 32]


def test_the_shortest_sequence_sets_the_number_of_steps():
    import theano

    out, _ = theano.scan(lambda a, b: a + b, sequences=[np.ones(5), np.ones(3)])
    assert out.shape == (3,)
    with pytest.raises(ValueError, match="shorter than n_steps"):
        theano.scan(lambda a: a, sequences=[np.ones(3)], n_steps=4)


def test_no_steps_leave_an_empty_output():
    import theano

    out, _ = theano.scan(lambda h: h + 1.0, outputs_info=np.zeros((B, H)), n_steps=0)
    assert out.shape == (0, B, H)


def test_until_stops_after_the_step():
    import theano

    def step(h):
        return h * 2.0, theano.scan_module.until(h * 2.0 > 5.0)

    out, _ = theano.scan(step, outputs_info=np.float64(1), n_steps=10)
    assert out.eval().tolist() == [2, 4, 8]


@pytest.mark.parametrize(
    ("initial", "complaint"),
    [
        (lambda tt, x: tt.zeros((B, H), dtype="int64"), "int64 of 2 axes, but fn returns float64"),
        (lambda tt, x: tt.zeros((H,)), "1 axes, but fn returns float64 of 2"),
        (lambda tt, x: tt.alloc(0.0, x.shape[1], 2 * H), r"shape \(2, 10\) and becomes \(2, 5\)"),
    ],
)
def test_the_state_keeps_its_type_and_shape(rng, initial, complaint):
    import theano
    import theano.tensor as tt

    x = tt.as_tensor_variable(sequence(rng, T, B, H))
    with pytest.raises(ValueError, match=complaint):
        theano.scan(lambda x, h: x * 1.0, sequences=x, outputs_info=initial(tt, x))


def test_a_written_length_of_one_broadcasts_and_must_keep_doing_so(rng):
    import theano
    import theano.tensor as tt

    x = tt.as_tensor_variable(sequence(rng, T, B, 1))
    state = tt.alloc(0.0, x.shape[1], 1)
    with pytest.raises(TypeError, match="unbroadcast"):
        theano.scan(lambda x, h: tt.tanh(x + h), sequences=x, outputs_info=state)
    out, _ = theano.scan(lambda x, h: tt.tanh(x + h), sequences=x, outputs_info=tt.unbroadcast(state, 1))
    assert out.shape == (T, B, 1)


def test_a_batch_of_one_read_from_the_input_does_not_broadcast(rng):
    import theano

    xs = torch.from_numpy(rng.standard_normal((T, 1, D)))
    wx, wh = (theano.shared(rng.standard_normal(s)) for s in [(D, H), (H, H)])
    out, _ = layer(theano.tensor.as_tensor_variable(xs), wx, wh)
    assert out.shape == (T, 1, H)


def test_adding_in_place_leaves_sequence_and_constants_alone(rng):
    import theano
    import theano.tensor as tt

    x, w = sequence(rng, T, B, H), theano.shared(rng.standard_normal((B, H)))
    x_before, w_before = x.clone(), w.get_value()

    def step(x_, h, w_):
        row = x_
        row += h
        w_ *= 2.0
        part = w_[0]
        part -= 1.0
        return row

    theano.scan(step, sequences=x, outputs_info=tt.zeros((B, H)), non_sequences=w)
    assert torch.equal(x, x_before)
    np.testing.assert_array_equal(w.get_value(), w_before)


@pytest.mark.parametrize("k", [1, 2, T, -1])
def test_truncated_steps_have_no_gradient(rng, k):
    import theano
    import theano.tensor as tt

    x = sequence(rng, T, B).requires_grad_()
    out, _ = theano.scan(
        lambda x, h: tt.tanh(x + h),
        sequences=tt.as_tensor_variable(x),
        outputs_info=tt.alloc(0.0, B),
        truncate_gradient=k,
    )
    out[-1].sum().backward()
    reached = [bool(row.abs().sum() > 0) for row in x.grad]
    assert reached == [t >= (0 if k == -1 else T - k) for t in range(T)]


def test_gradients_agree_with_finite_differences(rng):
    import theano

    xs, wx, wh = (theano.shared(rng.standard_normal(s)) for s in [(T, B, D), (D, H), (H, H)])
    weigh = torch.from_numpy(rng.standard_normal((T, B, H)))

    def cost():
        return (layer(xs, wx, wh)[0] * weigh).sum()

    for shared in (xs, wx, wh):
        gradient, value = theano.grad(cost(), shared).eval(), shared.get_value()
        direction, step = rng.standard_normal(value.shape), 1e-6
        ends = []
        for sign in (1, -1):
            shared.set_value(value + sign * step * direction)
            ends.append(float(cost()))
        shared.set_value(value)
        slope = (ends[0] - ends[1]) / (2 * step)
        assert slope == pytest.approx((gradient * direction).sum(), rel=1e-7)


def test_observe_lists_the_calls(rng):
    import theano

    def double(x, w):
        return w * x

    x = sequence(rng, T, B)
    with observe() as calls:
        out, _ = theano.scan(double, sequences=x, non_sequences=np.float64(2), name="doubling")
    theano.scan(double, sequences=x, non_sequences=np.float64(2))
    (call,) = calls
    assert call.fn is double and call.name == "doubling" and call.n_steps == T
    assert torch.equal(call.outputs[0], out) and torch.equal(call.sequences[0], x)
    assert call.outputs_info == () and float(call.non_sequences[0]) == 2


def test_override_state_starts_the_loop_elsewhere(rng):
    import theano

    xs, wx, wh = (theano.shared(rng.standard_normal(s)) for s in [(T, B, D), (D, H), (H, H)])
    h0 = sequence(rng, B, H).requires_grad_()
    with override_state(h0) as override:
        out, _ = layer(xs, wx, wh)
    first = np.tanh(xs.get_value()[0] @ wx.get_value() + h0.detach().numpy() @ wh.get_value())
    np.testing.assert_allclose(out[0].eval(), first, atol=1e-15)
    out.sum().backward()
    assert override.count == 1 and h0.grad.abs().min() > 0
    with override_state(sequence(rng, B, H + 1)) as unfit:
        layer(xs, wx, wh)
    assert unfit.count == 0


def test_each_step_sees_what_the_step_before_gave_a_shared_variable():
    import theano

    scale, x = theano.shared(2.0), theano.shared(np.arange(1.0, 5.0))
    out, updates = theano.scan(lambda v: (scale * v, {scale: scale + 1}), sequences=x)
    np.testing.assert_array_equal(out.eval(), [2, 6, 12, 20])
    assert scale.get_value() == 2
    assert {k: float(v.eval()) for k, v in updates.items()} == {scale: 6}
    np.testing.assert_array_equal(theano.tensor.grad(out.sum(), x).eval(), [2, 3, 4, 5])


def test_a_compiled_scan_goes_on_where_its_updates_stopped():
    import theano

    scale, x = theano.shared(2.0), theano.tensor.vector()
    out, updates = theano.scan(lambda v: (scale * v, [(scale, scale + 1)]), sequences=x)
    f = theano.function([x], out, updates=updates)
    np.testing.assert_array_equal(f([1, 1, 1]), [2, 3, 4])
    np.testing.assert_array_equal(f([1, 1]), [5, 6])
