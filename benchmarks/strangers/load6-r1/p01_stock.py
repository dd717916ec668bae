# Stock price forecasting with GRU
# usage: python p01_stock.py --csv AAPL.csv --epochs 50
import argparse
import math
import numpy as np
import pandas as pd
import torch
import torch.nn as nn
from torch.utils.data import DataLoader, TensorDataset
import matplotlib.pyplot as plt

parser = argparse.ArgumentParser()
parser.add_argument('--csv', type=str, default='AAPL.csv')
parser.add_argument('--window', type=int, default=20)
parser.add_argument('--hidden_dim', type=int, default=32)
parser.add_argument('--num_layers', type=int, default=2)
parser.add_argument('--epochs', type=int, default=50)
parser.add_argument('--lr', type=float, default=0.01)
args = parser.parse_args()

device = torch.device('cuda' if torch.cuda.is_available() else 'cpu')


class GRUForecaster(nn.Module):
    def __init__(self, input_dim, hidden_dim, num_layers, output_dim, dropout=0.2):
        super().__init__()
        self.hidden_dim = hidden_dim
        self.num_layers = num_layers
        self.gru = nn.GRU(input_dim, hidden_dim, num_layers, batch_first=True, dropout=dropout)
        self.fc = nn.Linear(hidden_dim, output_dim)

    def forward(self, x):
        out, _ = self.gru(x)
        out = self.fc(out[:, -1, :])
        return out


def split_data(stock, lookback):
    data_raw = stock.to_numpy()
    data = []
    for index in range(len(data_raw) - lookback):
        data.append(data_raw[index: index + lookback])
    data = np.array(data)
    test_set_size = int(np.round(0.2 * data.shape[0]))
    train_set_size = data.shape[0] - test_set_size
    x_train = data[:train_set_size, :-1, :]
    y_train = data[:train_set_size, -1, :]
    x_test = data[train_set_size:, :-1]
    y_test = data[train_set_size:, -1, :]
    return [x_train, y_train, x_test, y_test]


df = pd.read_csv(args.csv)
price = df[['Close']]
price = (price - price.min()) / (price.max() - price.min())
x_train, y_train, x_test, y_test = split_data(price, args.window)
x_train = torch.from_numpy(x_train).float().to(device)
y_train = torch.from_numpy(y_train).float().to(device)

model = GRUForecaster(1, args.hidden_dim, args.num_layers, 1).to(device)
criterion = nn.MSELoss()
optimiser = torch.optim.Adam(model.parameters(), lr=args.lr)
hist = np.zeros(args.epochs)
for epoch in range(args.epochs):
    y_pred = model(x_train)
    loss = criterion(y_pred, y_train)
    print('Epoch', epoch, 'MSE', loss.item())
    hist[epoch] = loss.item()
    optimiser.zero_grad()
    loss.backward()
    optimiser.step()
plt.plot(hist)
plt.show()
