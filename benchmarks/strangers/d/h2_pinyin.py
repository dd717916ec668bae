import numpy as np


def jihuo(v):
    return 1.0 / (1.0 + np.exp(-v))


class MenKongDanYuan:
    """menkong xunhuan danyuan (GRU)"""

    def __init__(self, shuru_weidu, yincang_weidu):
        suiji = np.random.RandomState(3)
        self.quan_x = {m: suiji.randn(yincang_weidu, shuru_weidu) * 0.2 for m in ("gengxin", "chongzhi", "houxuan")}
        self.quan_h = {m: suiji.randn(yincang_weidu, yincang_weidu) * 0.2 for m in ("gengxin", "chongzhi", "houxuan")}
        self.pianzhi = {m: np.zeros(yincang_weidu) for m in ("gengxin", "chongzhi", "houxuan")}

    def qianxiang(self, shuru, zhuangtai):
        g = jihuo(shuru @ self.quan_x["gengxin"].T + zhuangtai @ self.quan_h["gengxin"].T + self.pianzhi["gengxin"])
        c = jihuo(shuru @ self.quan_x["chongzhi"].T + zhuangtai @ self.quan_h["chongzhi"].T + self.pianzhi["chongzhi"])
        hou = np.tanh(shuru @ self.quan_x["houxuan"].T + (c * zhuangtai) @ self.quan_h["houxuan"].T + self.pianzhi["houxuan"])
        return (1 - g) * zhuangtai + g * hou
