import torch
import torch.nn as nn


class StockLSTM(nn.Module):
    def __init__(self, input_size=5, hidden_layer_size=64, num_layers=2, output_size=1):
        super().__init__()
        self.hidden_layer_size = hidden_layer_size
        self.num_layers = num_layers
        self.lstm = nn.LSTM(input_size, hidden_layer_size, num_layers, batch_first=True)
        self.linear = nn.Linear(hidden_layer_size, output_size)

    def forward(self, x):
        h0 = torch.zeros(self.num_layers, x.size(0), self.hidden_layer_size).to(x.device)
        c0 = torch.zeros(self.num_layers, x.size(0), self.hidden_layer_size).to(x.device)
        out, _ = self.lstm(x, (h0, c0))
        return self.linear(out[:, -1, :])


if __name__ == '__main__':
    print(StockLSTM()(torch.randn(3, 7, 5)).shape)
