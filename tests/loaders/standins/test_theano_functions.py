"""theano.function on inputs without a value: what waits, what is read anew, what is updated."""

from __future__ import annotations

import inspect

import numpy as np
import pytest

from gru_doctor.loaders.standins import standing_in
from gru_doctor.loaders.standins.scanning import observe


@pytest.fixture(autouse=True)
def _theano():
    with standing_in(["theano"]):
        yield


@pytest.fixture
def rng():
    return np.random.default_rng(2)


def test_expressions_of_inputs_wait_for_the_call(rng):
    import theano
    import theano.tensor as tt

    a, b = tt.matrix("a"), tt.vector("b")
    c = tt.tanh(2.0 * a.dot(b) + tt.sum(a, axis=1))[::-1]
    assert c.ndim == 1
    f = theano.function([a, b], [c, c.sum()])
    m, v = rng.standard_normal((3, 4)), rng.standard_normal(4)
    whole, total = f(m, v)
    np.testing.assert_allclose(whole, np.tanh(2 * m @ v + m.sum(1))[::-1], atol=1e-15)
    assert isinstance(whole, np.ndarray) and total == pytest.approx(whole.sum())
    np.testing.assert_allclose(c.eval({a: m, b: v}), whole)


def test_the_number_of_axes_is_known_before_the_value():
    import theano.tensor as tt

    x, n = tt.tensor3("x"), tt.iscalar("n")
    w = tt.matrix("w")
    assert x.dimshuffle(1, 0, 2).ndim == 3
    assert tt.dot(x, w).ndim == 3 and x[0].ndim == 2 and x[:, None, 0].ndim == 3
    assert x.flatten().ndim == 1 and x.reshape([n, n]).ndim == 2
    assert tt.zeros((x.shape[0], 4)).ndim == 2 and tt.alloc(0.0, n, n, n).ndim == 3
    assert x.mean(axis=0).ndim == 2 and x.shape[0].ndim == 0
    steps, batch, size = x.shape
    assert (steps * batch * size).ndim == 0


def test_shared_values_are_read_at_the_call(rng):
    import theano
    import theano.tensor as tt

    w = theano.shared(np.array([1.0, 2.0]))
    x = tt.scalar("x")
    alone = theano.function([], tt.sum(w * w))
    mixed = theano.function([x], x * (w + 1.0).sum())
    assert alone() == 5 and mixed(2.0) == 10
    w.set_value([3.0, 4.0])
    assert alone() == 25 and mixed(2.0) == 18


def test_updates_happen_together_after_the_outputs():
    import theano

    a, b = theano.shared(1.0, name="a"), theano.shared(2.0, name="b")
    f = theano.function([], a + b, updates=[(a, b), (b, a + b)])
    assert [float(f()) for _ in range(3)] == [3, 5, 8]
    assert (a.get_value(), b.get_value()) == (5, 8)


def test_givens_and_defaults():
    import theano
    import theano.tensor as tt

    x, y = tt.vector("x"), tt.scalar("y")
    data = theano.shared(np.arange(4.0))
    f = theano.function([theano.Param(y, default=2.0)], x.sum() * y, givens={x: data[1:3]})
    assert f() == 6 and f(3.0) == 9 and f(y=1.0) == 3
    with pytest.raises(ValueError, match="input x has no value"):
        theano.function([y], x.sum() * y)(1.0)
    with pytest.raises(TypeError, match="has 1 axes"):
        theano.function([x], x)(1.0)


class WordModel:
    """A recurrent network over word numbers, built on inputs without a value."""

    def __init__(self, rng, words, hidden):
        import theano
        import theano.tensor as tt

        self.E, self.W, self.V = (
            theano.shared(rng.standard_normal(shape) * 0.5)
            for shape in [(hidden, words), (hidden, hidden), (words, hidden)]
        )
        x, y, rate = tt.ivector("x"), tt.ivector("y"), tt.scalar("rate")

        def step(x_t, s):
            s = tt.tanh(self.E[:, x_t] + self.W.dot(s))
            return tt.nnet.softmax(self.V.dot(s))[0], s

        [odds, _], _ = theano.scan(step, sequences=x, outputs_info=[None, dict(initial=tt.zeros(hidden))])
        cost = tt.sum(tt.nnet.categorical_crossentropy(odds, y))
        params = [self.E, self.W, self.V]
        grads = tt.grad(cost, params)
        self.predict = theano.function([x], tt.argmax(odds, axis=1))
        self.cost = theano.function([x, y], cost)
        self.gradients = theano.function([x, y], grads)
        updates = [(p, p - rate * g) for p, g in zip(params, grads, strict=True)]
        self.train = theano.function([x, y, rate], [], updates=updates)


def test_a_whole_model_with_deferred_scan_gradient_and_updates(rng):
    model = WordModel(rng, words=6, hidden=4)
    x, y = np.array([1, 5, 2, 3]), np.array([5, 2, 3, 0])
    with observe() as calls:
        before = model.cost(x, y)
    assert calls[0].n_steps == 4 and calls[0].outputs[1].shape == (4, 4)
    assert model.predict(x).shape == (4,)
    for shared, gradient in zip((model.E, model.W, model.V), model.gradients(x, y), strict=True):
        value, direction, ends = shared.get_value(), rng.standard_normal(gradient.shape), []
        for sign in (1, -1):
            shared.set_value(value + sign * 1e-6 * direction)
            ends.append(float(model.cost(x, y)))
        shared.set_value(value)
        slope = (ends[0] - ends[1]) / 2e-6
        assert slope == pytest.approx((gradient * direction).sum(), rel=1e-6)
    for _ in range(60):
        model.train(x, y, 0.2)
    assert model.cost(x, y) < 0.1 * before
    np.testing.assert_array_equal(model.predict(x), y)


def test_a_scan_over_a_closed_over_input(rng):
    import theano
    import theano.tensor as tt

    x, scale = tt.matrix("x"), tt.scalar("scale")
    out, _ = theano.scan(lambda row, h: h + scale * row.sum(), sequences=x, outputs_info=tt.zeros(()))
    m = rng.standard_normal((3, 2))
    got = theano.function([x, scale], out)(m, 2.0)
    np.testing.assert_allclose(got, np.cumsum(2 * m.sum(1)), atol=1e-15)


def test_a_compiled_function_tells_its_inputs_by_name():
    import theano
    import theano.tensor as tt

    x, h = tt.vector("x"), tt.vector()
    f = theano.function([theano.Param(x, default=[1.0, 2.0]), h], x + h)
    given = inspect.signature(f).parameters
    assert list(given) == ["x", "input_1"] and given["input_1"].default is inspect.Parameter.empty
    np.testing.assert_array_equal(f(input_1=[1.0, 1.0]), [2.0, 3.0])
