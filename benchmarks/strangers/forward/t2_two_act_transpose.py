import torch


class GRUFromScratch(torch.nn.Module):
    def __init__(self, emb_size, state_size):
        super().__init__()
        self.state_size = state_size
        P = torch.nn.Parameter
        self.Wxz, self.Whz, self.bz = P(torch.randn(emb_size, state_size)), P(torch.randn(state_size, state_size)), P(torch.zeros(state_size))
        self.Wxr, self.Whr, self.br = P(torch.randn(emb_size, state_size)), P(torch.randn(state_size, state_size)), P(torch.zeros(state_size))
        self.Wxn, self.Whn, self.bn = P(torch.randn(emb_size, state_size)), P(torch.randn(state_size, state_size)), P(torch.zeros(state_size))

    def update_gate(self, e, s):
        return torch.sigmoid(e @ self.Wxz + s @ self.Whz + self.bz)

    def reset_gate(self, e, s):
        return torch.sigmoid(e @ self.Wxr + s @ self.Whr.T + self.br)

    def candidate(self, e, s, r):
        return torch.sigmoid(e @ self.Wxn + (r * s) @ self.Whn + self.bn)

    def forward(self, e, s):
        r = self.reset_gate(e, s)
        z = self.update_gate(e, s)
        n = self.candidate(e, s, r)
        return s - z * s + z * n
