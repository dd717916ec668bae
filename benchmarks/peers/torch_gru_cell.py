import torch

cell = torch.nn.GRUCell(3, 7)
