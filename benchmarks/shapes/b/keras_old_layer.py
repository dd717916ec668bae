# -*- coding: utf-8 -*-
from __future__ import absolute_import

import theano
import theano.tensor as T

from keras import activations, initializations
from keras.utils.theano_utils import shared_zeros, alloc_zeros_matrix
from keras.layers.recurrent import Recurrent


class LateResetGRU(Recurrent):
    """Like keras' GRU but the reset gate works on the product."""

    def __init__(self, input_dim, output_dim=64, init='glorot_uniform', inner_init='orthogonal',
                 activation='tanh', inner_activation='sigmoid', truncate_gradient=-1,
                 return_sequences=True):
        super(LateResetGRU, self).__init__()
        self.input_dim, self.output_dim = input_dim, output_dim
        self.truncate_gradient = truncate_gradient
        self.return_sequences = return_sequences
        self.init = initializations.get(init)
        self.inner_init = initializations.get(inner_init)
        self.activation = activations.get(activation)
        self.inner_activation = activations.get(inner_activation)
        self.input = T.tensor3()
        self.params = []
        for gate in ('z', 'r', 'h'):
            for letter, value in (('W', self.init((input_dim, output_dim))),
                                  ('U', self.inner_init((output_dim, output_dim))),
                                  ('b', shared_zeros((output_dim)))):
                setattr(self, '%s_%s' % (letter, gate), value)
                self.params.append(value)

    def _step(self, xz_t, xr_t, xh_t, mask_tm1, h_tm1, u_z, u_r, u_h):
        h_mask_tm1 = mask_tm1 * h_tm1
        z = self.inner_activation(xz_t + T.dot(h_mask_tm1, u_z))
        r = self.inner_activation(xr_t + T.dot(h_mask_tm1, u_r))
        hh_t = self.activation(xh_t + r * T.dot(h_mask_tm1, u_h))
        h_t = z * h_mask_tm1 + (1 - z) * hh_t
        return h_t

    def get_output(self, train=False):
        X = self.get_input(train)
        padded_mask = self.get_padded_shuffled_mask(train, X, pad=1)
        X = X.dimshuffle((1, 0, 2))
        x_z = T.dot(X, self.W_z) + self.b_z
        x_r = T.dot(X, self.W_r) + self.b_r
        x_h = T.dot(X, self.W_h) + self.b_h
        outputs, updates = theano.scan(
            self._step,
            sequences=[x_z, x_r, x_h, padded_mask],
            outputs_info=T.unbroadcast(alloc_zeros_matrix(X.shape[1], self.output_dim), 1),
            non_sequences=[self.U_z, self.U_r, self.U_h],
            truncate_gradient=self.truncate_gradient)
        if self.return_sequences:
            return outputs.dimshuffle((1, 0, 2))
        return outputs[-1]
