import torch
import torch.nn as nn


class MyGRU(nn.Module):
    def __init__(self, input_size, hidden_size):
        super(MyGRU, self).__init__()
        self.input_size = input_size
        self.hidden_size = hidden_size

        self.w_ir = nn.Linear(input_size, hidden_size)
        self.w_hr = nn.Linear(hidden_size, hidden_size)
        self.w_iz = nn.Linear(input_size, hidden_size)
        self.w_hz = nn.Linear(hidden_size, hidden_size)
        self.w_in = nn.Linear(input_size, hidden_size)
        self.w_hn = nn.Linear(hidden_size, hidden_size)

        self.sigmoid = nn.Sigmoid()
        self.tanh = nn.Tanh()

    def forward(self, x, hidden):
        r = self.sigmoid(self.w_ir(x) + self.w_hr(hidden))
        z = self.sigmoid(self.w_iz(x) + self.w_hz(hidden))
        n = self.tanh(self.w_in(x) + r * self.w_hn(hidden))
        hidden = (1 - z) * n + z * hidden
        return hidden


class SentimentNet(nn.Module):
    def __init__(self, vocab, emb, hid, classes=2):
        super().__init__()
        self.emb = nn.Embedding(vocab, emb)
        self.rnn = MyGRU(emb, hid)
        self.fc = nn.Linear(hid, classes)

    def forward(self, tokens):
        e = self.emb(tokens)
        h = torch.zeros(tokens.size(0), self.rnn.hidden_size, dtype=e.dtype, device=tokens.device)
        for t in range(tokens.size(1)):
            h = self.rnn(e[:, t], h)
        return self.fc(h)
