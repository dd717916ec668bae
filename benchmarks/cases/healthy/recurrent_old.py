import theano
import theano.tensor as T
from keras import activations, initializations
from keras.layers.recurrent import Recurrent
from keras.utils.theano_utils import shared_zeros, alloc_zeros_matrix


class GatedUnit(Recurrent):
    def __init__(self, input_dim, output_dim=64, init='glorot_uniform', inner_init='orthogonal',
                 activation='tanh', inner_activation='hard_sigmoid',
                 truncate_gradient=-1, return_sequences=False):
        super(GatedUnit, self).__init__()
        self.input_dim = input_dim
        self.output_dim = output_dim
        self.truncate_gradient = truncate_gradient
        self.return_sequences = return_sequences
        self.init = initializations.get(init)
        self.inner_init = initializations.get(inner_init)
        self.activation = activations.get(activation)
        self.inner_activation = activations.get(inner_activation)
        self.input = T.tensor3()

        self.W_u = self.init((self.input_dim, self.output_dim))
        self.W_r = self.init((self.input_dim, self.output_dim))
        self.W_c = self.init((self.input_dim, self.output_dim))
        self.U_u = self.inner_init((self.output_dim, self.output_dim))
        self.U_r = self.inner_init((self.output_dim, self.output_dim))
        self.U_c = self.inner_init((self.output_dim, self.output_dim))
        self.b_u = shared_zeros((self.output_dim))
        self.b_r = shared_zeros((self.output_dim))
        self.b_c = shared_zeros((self.output_dim))
        self.params = [self.W_u, self.W_r, self.W_c, self.U_u, self.U_r, self.U_c,
                       self.b_u, self.b_r, self.b_c]

    def _step(self, xu_t, xr_t, xc_t, mask_tm1, h_tm1, u_u, u_r, u_c):
        h_mask_tm1 = mask_tm1 * h_tm1
        u = self.inner_activation(xu_t + T.dot(h_mask_tm1, u_u))
        r = self.inner_activation(xr_t + T.dot(h_mask_tm1, u_r))
        c = self.activation(xc_t + T.dot(r * h_mask_tm1, u_c))
        return u * h_mask_tm1 + (1 - u) * c

    def get_output(self, train=False):
        X = self.get_input(train)
        padded_mask = self.get_padded_shuffled_mask(train, X, pad=1)
        X = X.dimshuffle((1, 0, 2))
        x_u = T.dot(X, self.W_u) + self.b_u
        x_r = T.dot(X, self.W_r) + self.b_r
        x_c = T.dot(X, self.W_c) + self.b_c
        outputs, updates = theano.scan(
            self._step,
            sequences=[x_u, x_r, x_c, padded_mask],
            outputs_info=T.unbroadcast(alloc_zeros_matrix(X.shape[1], self.output_dim), 1),
            non_sequences=[self.U_u, self.U_r, self.U_c],
            truncate_gradient=self.truncate_gradient)
        if self.return_sequences:
            return outputs.dimshuffle((1, 0, 2))
        return outputs[-1]
