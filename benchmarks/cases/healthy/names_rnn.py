# classifying names, one letter at a time (tutorial homework: replace the RNN by something better)
import torch
import torch.nn as nn


class RNN(nn.Module):
    def __init__(self, input_size, hidden_size, output_size):
        super(RNN, self).__init__()
        self.hidden_size = hidden_size
        self.i2u = nn.Linear(input_size + hidden_size, hidden_size)
        self.i2r = nn.Linear(input_size + hidden_size, hidden_size)
        self.i2h = nn.Linear(input_size + hidden_size, hidden_size)
        self.h2o = nn.Linear(hidden_size, output_size)
        self.softmax = nn.LogSoftmax(dim=1)

    def forward(self, input, hidden):
        combined = torch.cat((input, hidden), 1)
        u = torch.sigmoid(self.i2u(combined))
        r = torch.sigmoid(self.i2r(combined))
        combined_r = torch.cat((input, r * hidden), 1)
        new = torch.tanh(self.i2h(combined_r))
        hidden = u * hidden + (1 - u) * new
        output = self.softmax(self.h2o(hidden))
        return output, hidden

    def initHidden(self):
        return torch.zeros(1, self.hidden_size)
