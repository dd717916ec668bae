import torch
import torch.nn.functional as F

torch.manual_seed(0)

name = input("What shall I call you? ")
print("Hi", name)
hidden = int(input("hidden units: "))
words = open('corpus_%s.txt' % name).read().split()


class GRU:
    # no nn.Module, just tensors. 3 gates: 0 update, 1 reset, 2 candidate
    def __init__(self, inp, hid):
        self.params = []
        for gate in range(3):
            self.params.append(torch.randn(inp, hid).mul_(.05).requires_grad_())
            self.params.append(torch.randn(hid, hid).mul_(.05).requires_grad_())
            self.params.append(torch.zeros(hid, requires_grad=True))

    def __call__(self, x, h):
        Wz, Uz, bz, Wr, Ur, br, Wc, Uc, bc = self.params
        z = torch.sigmoid(x @ Wz + h @ Uz + bz)
        r = torch.sigmoid(x @ Wr + h @ Ur + br)
        c = torch.tanh(x @ Wc + r * (h @ Uc) + bc)
        return z * h + (1. - z) * c


brain = GRU(50, hidden)
state = torch.zeros(1, hidden)
while True:
    line = input(name + "> ")
    if not line:
        break
    for word in line.split():
        state = brain(F.one_hot(torch.tensor([hash(word) % 50]), 50).float(), state)
    print("bot>", words[int(state.sum().abs().item()) % len(words)])
