import torch

layers = torch.nn.GRU(3, 7, num_layers=2, bidirectional=True)
