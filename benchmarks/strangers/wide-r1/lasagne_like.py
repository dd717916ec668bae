import numpy as np
import theano
import theano.tensor as T


class GRULayer(object):
    """ stacked weights, scan over time, batch first """

    def __init__(self, num_inputs, num_units, grad_clipping=0, seed=1234):
        rng = np.random.RandomState(seed)
        f = theano.config.floatX
        self.num_units = num_units
        init = lambda *s: theano.shared(rng.normal(0, 0.1, s).astype(f))
        self.W_in_to_updategate, self.W_hid_to_updategate = init(num_inputs, num_units), init(num_units, num_units)
        self.b_updategate = init(num_units)
        self.W_in_to_resetgate, self.W_hid_to_resetgate = init(num_inputs, num_units), init(num_units, num_units)
        self.b_resetgate = init(num_units)
        self.W_in_to_hidden_update, self.W_hid_to_hidden_update = init(num_inputs, num_units), init(num_units, num_units)
        self.b_hidden_update = init(num_units)

    def get_output_for(self, input):
        input = input.dimshuffle(1, 0, 2)
        seq_len, num_batch, _ = input.shape
        W_in = T.concatenate([self.W_in_to_resetgate, self.W_in_to_updategate, self.W_in_to_hidden_update], axis=1)
        W_hid = T.concatenate([self.W_hid_to_resetgate, self.W_hid_to_updategate, self.W_hid_to_hidden_update], axis=1)
        b = T.concatenate([self.b_resetgate, self.b_updategate, self.b_hidden_update], axis=0)
        input = T.dot(input, W_in) + b

        def slice_w(x, n):
            return x[:, n * self.num_units:(n + 1) * self.num_units]

        def step(input_n, hid_previous):
            hid_input = T.dot(hid_previous, W_hid)
            resetgate = T.nnet.sigmoid(slice_w(hid_input, 0) + slice_w(input_n, 0))
            updategate = T.nnet.sigmoid(slice_w(hid_input, 1) + slice_w(input_n, 1))
            hidden_update = slice_w(input_n, 2) + resetgate * slice_w(hid_input, 2)
            hidden_update = T.tanh(hidden_update)
            hid = (1 - updategate) * hid_previous + updategate + hidden_update
            return hid

        hid_out, _ = theano.scan(fn=step, sequences=[input], outputs_info=[T.zeros((num_batch, self.num_units))])
        return hid_out.dimshuffle(1, 0, 2)
