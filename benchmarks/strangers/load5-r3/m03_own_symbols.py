import numpy as np
import theano, theano.tensor as T


class Model:
    def __init__(self, n_x, n_h, n_y, lr=0.01):
        mk = lambda *s: theano.shared(np.random.normal(0, .05, s))
        self.Wz, self.Wr, self.Wh = mk(n_x, n_h), mk(n_x, n_h), mk(n_x, n_h)
        self.Uz, self.Ur, self.Uh = mk(n_h, n_h), mk(n_h, n_h), mk(n_h, n_h)
        self.bz, self.br, self.bh = mk(n_h), mk(n_h), mk(n_h)
        self.V, self.c = mk(n_h, n_y), mk(n_y)
        self.x, self.y = T.matrix('x'), T.matrix('y')

        def f(x_t, h_):
            z = T.nnet.sigmoid(x_t.dot(self.Wz) + h_.dot(self.Uz) + self.bz)
            r = T.nnet.sigmoid(x_t.dot(self.Wr) + h_.dot(self.Ur) + self.br)
            hh = T.tanh(x_t.dot(self.Wh) + (r * h_).dot(self.Uh) + self.bh)
            return z * h_ + (1 - z) * hh
        self.h, _ = theano.scan(f, sequences=self.x, outputs_info=[T.zeros(n_h)])
        self.y_pred = self.h.dot(self.V) + self.c
        self.cost = T.mean((self.y - self.y_pred) ** 2)
        self.params = [self.Wz, self.Wr, self.Wh, self.Uz, self.Ur, self.Uh, self.bz, self.br, self.bh, self.V, self.c]
        grads = T.grad(self.cost, self.params)
        self.train = theano.function([self.x, self.y], self.cost,
                                     updates=[(p, p - lr * g) for p, g in zip(self.params, grads)])
        self.predict = theano.function([self.x], self.y_pred)
