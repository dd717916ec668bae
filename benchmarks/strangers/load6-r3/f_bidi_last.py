import torch
from torch import nn


class BiGRUClassifier(nn.Module):
    def __init__(self, input_dim, hidden_dim, num_classes, num_layers=1):
        super().__init__()
        self.gru = nn.GRU(input_dim, hidden_dim, num_layers, batch_first=True, bidirectional=True)
        self.classifier = nn.Sequential(nn.Dropout(0.3), nn.Linear(2 * hidden_dim, 16), nn.ReLU(), nn.Linear(16, num_classes))

    def forward(self, x):
        out, _ = self.gru(x)
        h = out[:, -1]
        return self.classifier(h)
