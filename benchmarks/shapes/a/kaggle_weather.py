import gc
import os
import random

import lightgbm as lgb
import numpy as np
import pandas as pd
import torch
import torch.nn as nn
from sklearn.model_selection import KFold


class CFG:
    seed = 2021
    n_features = 12
    hidden = 64
    dropout = 0.2
    epochs = 30
    batch_size = 512
    device = 'cuda'


def seed_everything(seed=42):
    random.seed(seed)
    os.environ['PYTHONHASHSEED'] = str(seed)
    np.random.seed(seed)
    torch.manual_seed(seed)
    torch.cuda.manual_seed(seed)


seed_everything(CFG.seed)
train = pd.read_csv('../input/weather-forecast/train.csv')
test = pd.read_csv('../input/weather-forecast/test.csv')


class WeatherGRU(nn.Module):
    def __init__(self, cfg):
        super().__init__()
        self.cfg = cfg
        self.drop = nn.Dropout(cfg.dropout)
        self.zr_x = nn.Linear(cfg.n_features, 2 * cfg.hidden)
        self.zr_h = nn.Linear(cfg.hidden, 2 * cfg.hidden, bias=False)
        self.c_x = nn.Linear(cfg.n_features, cfg.hidden)
        self.c_h = nn.Linear(cfg.hidden, cfg.hidden, bias=False)

    def forward(self, x):
        bs, steps, _ = x.size()
        h = torch.zeros(bs, self.cfg.hidden).cuda()
        outs = []
        for i in range(steps):
            xi = x[:, i]
            z, r = torch.sigmoid(self.zr_x(xi) + self.zr_h(h)).chunk(2, dim=-1)
            c = torch.tanh(self.c_x(xi) + self.c_h(r * h))
            h = z * h + (1 - z) * c
            outs.append(h)
        return self.drop(torch.stack(outs, dim=1))


class Net(nn.Module):
    def __init__(self, cfg):
        super().__init__()
        self.rnn = WeatherGRU(cfg)
        self.head = nn.Linear(cfg.hidden, 1)

    def forward(self, x):
        return self.head(self.rnn(x)[:, -1]).squeeze(-1)


oof = np.zeros(len(train))
for fold, (trn_idx, val_idx) in enumerate(KFold(5, shuffle=True, random_state=CFG.seed).split(train)):
    model = Net(CFG).to(CFG.device)
    opt = torch.optim.Adam(model.parameters(), lr=1e-3)
    for epoch in range(CFG.epochs):
        pass
    gc.collect()
sub = pd.read_csv('../input/weather-forecast/sample_submission.csv')
sub.to_csv('submission.csv', index=False)
