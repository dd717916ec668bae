import numpy as np


class Gru(object):
    def __init__(self, nx, nh):
        k = 1.0 / np.sqrt(nh)
        u = lambda *s: np.random.uniform(-k, k, s)
        self.w_xr, self.w_xz, self.w_xc = u(nx, nh), u(nx, nh), u(nx, nh)
        self.w_hr, self.w_hz, self.w_hc = u(nh, nh), u(nh, nh), u(nh, nh)
        self.b_r, self.b_z, self.b_c = u(nh), u(nh), u(nh)

    @staticmethod
    def _s(a):
        return 1 / (1 + np.exp(-a))

    def forward(self, x, h_prev):
        r = self._s(np.dot(x, self.w_xr) + np.dot(h_prev, self.w_hr) + self.b_r)
        z = self._s(np.dot(x, self.w_xz) + np.dot(h_prev, self.w_hr) + self.b_z)
        c = np.tanh(np.dot(x, self.w_xc) + np.dot(r * h_prev, self.w_hc) + self.b_c)
        h = z * h_prev + (1 - z) * c
        self.saved = x, h_prev, r, z, c
        return h

    def backward(self, dh):
        x, h_prev, r, z, c = self.saved
        dc = dh * (1 - z)
        dz = dh * (h_prev - c)
        dh_prev = dh * z
        dac = dc * (1 - c * c)
        drh = np.dot(dac, self.w_hc.T)
        dr = drh * h_prev
        dh_prev = dh_prev + drh * r
        daz = dz * z * (1 - z)
        dar = dr * r * (1 - r)
        dh_prev = dh_prev + np.dot(daz, self.w_hz.T) + np.dot(dar, self.w_hr.T)
        dx = np.dot(dac, self.w_xc.T) + np.dot(daz, self.w_xz.T) + np.dot(dar, self.w_xr.T)
        self.gw_xc, self.gw_xz, self.gw_xr = np.dot(x.T, dac), np.dot(x.T, daz), np.dot(x.T, dar)
        self.gw_hc = np.dot((r * h_prev).T, dac)
        self.gw_hz = np.dot(h_prev.T, daz)
        self.gw_hr = np.dot(h_prev.T, dar)
        self.gb_c = dac.sum(axis=0)
        self.gb_z = daz.mean(axis=0)
        self.gb_r = dar.sum(axis=0)
        return dx, dh_prev
