# -*- coding: utf-8 -*-
import torch
import torch.nn as nn


class RecurrentBase(nn.Module):

    def __init__(self, opt):
        super(RecurrentBase, self).__init__()
        self.opt = opt
        self.W = nn.ParameterDict()
        self._build()

    def _weight(self, name, rows):
        self.W[name] = nn.Parameter(torch.randn(rows, self.opt['rnn_dim']) / rows ** 0.5)

    def _bias(self, name):
        self.W[name] = nn.Parameter(torch.zeros(self.opt['rnn_dim']))

    def activation(self, name, x, h):
        return x.mm(self.W['%s_x' % name]) + h.mm(self.W['%s_h' % name]) + self.W['%s_b' % name]

    def step(self, x, h):
        raise NotImplementedError

    def forward(self, input, is_training=True, h=None):
        batch = input.size(1)
        if h is None:
            h = input.new_zeros(batch, self.opt['rnn_dim'])
        hiddens = []
        for x in input:
            if is_training and self.opt['dropout'] > 0:
                x = nn.functional.dropout(x, self.opt['dropout'])
            h = self.step(x, h)
            hiddens.append(h)
        return torch.stack(hiddens), h


class GatedRecurrent(RecurrentBase):

    def _build(self):
        for gate in ('update', 'reset', 'proposal'):
            self._weight(gate + '_x', self.opt['emb_dim'])
            self._weight(gate + '_h', self.opt['rnn_dim'])
            self._bias(gate + '_b')

    def step(self, x, h):
        u = self.activation('update', x, h).sigmoid()
        r = self.activation('reset', x, h).sigmoid()
        p = self.activation('proposal', x, r * h).tanh()
        return (1 - u) * h + u * p
