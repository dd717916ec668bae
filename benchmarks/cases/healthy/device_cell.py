import torch
import torch.nn as nn

device = torch.device("cuda" if torch.cuda.is_available() else "cpu")


class GRU_from_scratch(nn.Module):
    def __init__(self, input_sz: int, hidden_sz: int):
        super().__init__()
        self.input_size = input_sz
        self.hidden_size = hidden_sz

        # z_t
        self.W_z = nn.Parameter(torch.Tensor(input_sz, hidden_sz))
        self.U_z = nn.Parameter(torch.Tensor(hidden_sz, hidden_sz))
        self.b_z = nn.Parameter(torch.Tensor(hidden_sz))
        # r_t
        self.W_r = nn.Parameter(torch.Tensor(input_sz, hidden_sz))
        self.U_r = nn.Parameter(torch.Tensor(hidden_sz, hidden_sz))
        self.b_r = nn.Parameter(torch.Tensor(hidden_sz))
        # n_t
        self.W_n = nn.Parameter(torch.Tensor(input_sz, hidden_sz))
        self.U_n = nn.Parameter(torch.Tensor(hidden_sz, hidden_sz))
        self.b_n = nn.Parameter(torch.Tensor(hidden_sz))
        self.init_weights()

    def init_weights(self):
        for weight in self.parameters():
            weight.data.uniform_(-0.1, 0.1)

    def forward(self, x, init_states=None):
        """Assumes x is of shape (batch, sequence, feature)"""
        bs, seq_sz, _ = x.size()
        hidden_seq = []
        if init_states is None:
            h_t = torch.zeros(bs, self.hidden_size, dtype=x.dtype).to(x.device)
        else:
            h_t = init_states
        for t in range(seq_sz):
            x_t = x[:, t, :]
            z_t = torch.sigmoid(x_t @ self.W_z + h_t @ self.U_z + self.b_z)
            r_t = torch.sigmoid(x_t @ self.W_r + h_t @ self.U_r + self.b_r)
            n_t = torch.tanh(x_t @ self.W_n + (r_t * h_t) @ self.U_n + self.b_n)
            h_t = (1 - z_t) * n_t + z_t * h_t
            hidden_seq.append(h_t.unsqueeze(0))
        hidden_seq = torch.cat(hidden_seq, dim=0)
        # reshape from shape (sequence, batch, feature) to (batch, sequence, feature)
        hidden_seq = hidden_seq.transpose(0, 1).contiguous()
        return hidden_seq, h_t
