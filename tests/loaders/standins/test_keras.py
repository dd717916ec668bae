"""Keras 0.x layers of one's own, run on the stand-ins."""

from __future__ import annotations

import numpy as np
import pytest
import torch

from gru_doctor.loaders.standins import standing_in
from gru_doctor.loaders.standins.scanning import observe

B, T, D, H = 2, 4, 3, 5


@pytest.fixture(autouse=True)
def _keras():
    with standing_in(["theano", "keras"]):
        yield


@pytest.fixture
def rng():
    return np.random.default_rng(4)


def gated_layer(**settings):
    """A layer with one gate, in the manner of Keras 0.x."""
    import theano
    import theano.tensor as tt
    from keras import activations, initializations
    from keras.layers.recurrent import Recurrent
    from keras.utils.theano_utils import alloc_zeros_matrix, shared_zeros

    class Gated(Recurrent):
        def __init__(self, input_dim, output_dim, weights=None, return_sequences=True):
            super().__init__()
            self.output_dim, self.return_sequences = output_dim, return_sequences
            self.gate = activations.get("hard_sigmoid")
            self.input = tt.tensor3()
            self.W = initializations.get("glorot_uniform")((input_dim, output_dim))
            self.U = initializations.get("orthogonal")((output_dim, output_dim))
            self.b = shared_zeros(output_dim)
            self.params = [self.W, self.U, self.b]
            if weights is not None:
                self.set_weights(weights)

        def _step(self, x, mask, h, u):
            h = mask * h
            f = self.gate(x + tt.dot(h, u))
            return f * h + (1 - f) * tt.tanh(x)

        def get_output(self, train=False):
            X = self.get_input(train)
            mask = self.get_padded_shuffled_mask(train, X, pad=1)
            X = X.dimshuffle((1, 0, 2))
            h0 = tt.unbroadcast(alloc_zeros_matrix(X.shape[1], self.output_dim), 1)
            outputs, _ = theano.scan(
                self._step,
                sequences=[tt.dot(X, self.W) + self.b, mask],
                outputs_info=h0,
                non_sequences=[self.U],
            )
            return outputs.dimshuffle((1, 0, 2)) if self.return_sequences else outputs[-1]

    return Gated(D, H, **settings)


def reference(xs, mask, w, u, b):
    h, previous, out = np.zeros((len(xs), H)), np.zeros(len(xs)), []
    for t in range(xs.shape[1]):
        h = previous[:, None] * h
        x = xs[:, t] @ w + b
        f = np.clip(0.2 * (x + h @ u) + 0.5, 0, 1)
        h = f * h + (1 - f) * np.tanh(x)
        previous = mask[:, t]
        out.append(h)
    return np.stack(out, 1)


@pytest.mark.parametrize("masked", [False, True])
def test_a_layer_runs_from_input_and_mask(rng, masked):
    weights = [rng.standard_normal(s) for s in [(D, H), (H, H), (H,)]]
    layer, xs = gated_layer(weights=weights), rng.standard_normal((B, T, D))
    mask = np.ones((B, T))
    if masked:
        mask[0, 1] = 0
        layer.input_mask = torch.from_numpy(mask)
    layer.input = torch.from_numpy(xs)
    out = layer.get_output()
    np.testing.assert_allclose(out.eval(), reference(xs, mask, *weights), atol=1e-15)
    layer.return_sequences = False
    np.testing.assert_array_equal(layer.get_output().eval(), out.eval()[:, -1])


def test_a_batch_of_one_runs(rng):
    layer = gated_layer()
    layer.input = torch.from_numpy(rng.standard_normal((1, T, D)))
    assert layer.get_output().shape == (1, T, H)


def test_the_layer_also_waits_for_its_input(rng):
    import theano

    layer, xs = gated_layer(), rng.standard_normal((B, T, D))
    f = theano.function([layer.input], layer.get_output())
    expected = reference(xs, np.ones((B, T)), *layer.get_weights())
    np.testing.assert_allclose(f(xs), expected, atol=1e-15)


def test_gradients_reach_every_parameter(rng):
    layer = gated_layer()
    layer.input = torch.from_numpy(rng.standard_normal((B, T, D)))
    layer.get_output().sum().backward()
    assert all(p.grad is not None and p.grad.abs().sum() > 0 for p in layer.params)


def test_the_mask_is_padded_in_front_and_shuffled():
    layer = gated_layer()
    layer.input_mask = np.array([[1.0, 1, 0], [0, 1, 1]])
    mask = layer.get_padded_shuffled_mask(False, None, pad=1)
    assert mask.dtype is torch.int8 and mask.broadcastable == (False, False, True)
    assert mask.eval()[..., 0].tolist() == [[0, 0], [1, 0], [1, 1], [0, 1]]


def test_layers_in_a_row_hand_on_input_and_mask(rng):
    from keras.layers.core import MaskedLayer

    first, layer = MaskedLayer(), gated_layer()
    first.input, first.input_mask = (
        torch.from_numpy(rng.standard_normal((B, T, D))),
        np.ones((B, T)),
    )
    layer.connect(first)
    with observe() as calls:
        layer.get_output()
    assert calls[0].n_steps == T
    assert layer.get_output_mask() is first.input_mask


def test_weights_are_set_by_shape(rng):
    layer = gated_layer()
    with pytest.raises(ValueError, match="shape"):
        layer.set_weights([w.T[:1] for w in layer.get_weights()])


def test_names_stand_for_functions():
    from keras import activations, initializations

    x = torch.linspace(-4, 4, 9, dtype=torch.float64)
    slope = activations.get("hard_sigmoid")(x).eval()
    np.testing.assert_allclose(slope, np.clip(0.2 * x.numpy() + 0.5, 0, 1), atol=1e-15)
    assert activations.get("linear")(x) is x and activations.get(len) is len
    assert initializations.get("glorot_uniform").__name__ == "glorot_uniform"
    u = initializations.get("orthogonal")((6, 6)).get_value()
    np.testing.assert_allclose(u @ u.T, 1.21 * np.eye(6), atol=1e-12)
    limit = np.sqrt(6 / 50)
    w = initializations.get("glorot_uniform")((20, 30)).get_value()
    assert 0.9 * limit < abs(w).max() <= limit
    with pytest.raises(ValueError, match="no activation 'mish'"):
        activations.get("mish")
