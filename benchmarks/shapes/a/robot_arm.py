# state estimator for the arm, J.K. 2019
import numpy as np
import serial  # pyserial, only on the robot

SENSORS = 6
UNITS = 20


class _Estimator():
    def __init__(self):
        k = 0.2
        self.Wz = k * np.random.randn(UNITS, SENSORS); self.Uz = k * np.random.randn(UNITS, UNITS)
        self.Wr = k * np.random.randn(UNITS, SENSORS); self.Ur = k * np.random.randn(UNITS, UNITS)
        self.Wc = k * np.random.randn(UNITS, SENSORS); self.Uc = k * np.random.randn(UNITS, UNITS)
        self.bz = np.zeros(UNITS); self.br = np.zeros(UNITS); self.bc = np.zeros(UNITS)
        self.cz = np.zeros(UNITS); self.cr = np.zeros(UNITS); self.cc = np.zeros(UNITS)
        self.state = np.zeros(UNITS)

    def update(self, reading):
        h = self.state
        z = self._s(np.dot(self.Wz, reading) + self.bz + np.dot(self.Uz, h) + self.cz)
        r = self._s(np.dot(self.Wr, reading) + self.br + np.dot(self.Ur, h) + self.cr)
        c = np.tanh(np.dot(self.Wc, reading) + self.bc + r * (np.dot(self.Uc, h) + self.cc))
        self.state = z * h + (1.0 - z) * c
        return self.state

    def _s(self, a):
        return np.exp(a) / (np.exp(a) + 1)


estimator = _Estimator()


if __name__ == '__main__':
    port = serial.Serial('/dev/ttyUSB0', 115200)
    while 1:
        line = port.readline()
        print(estimator.update(np.array([float(v) for v in line.split()])))
