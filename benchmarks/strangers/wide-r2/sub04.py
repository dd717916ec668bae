import torch

class GatedCell(torch.nn.Module):
    def __init__(self, n_inputs, n_units):
        super().__init__()
        k = n_units ** -.5
        U = lambda *s: torch.nn.Parameter(torch.empty(*s).uniform_(-k, k))
        self.w_gates, self.u_gates, self.b_gates = U(n_inputs, 2, n_units), U(n_units, 2, n_units), U(2, n_units)
        self.w_cand, self.u_cand, self.b_cand = U(n_inputs, n_units), U(n_units, n_units), U(n_units)

    def forward(self, inputs, state):
        gates = torch.tensordot(inputs, self.w_gates, 1) + torch.tensordot(state, self.u_gates, 1) + self.b_gates
        reset, update = torch.sigmoid(gates).unbind(1)
        cand = torch.relu(inputs @ self.w_cand + (reset * state) @ self.u_cand + self.b_cand)
        return torch.lerp(state, cand, reset)
