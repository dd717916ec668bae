import torch

layer = torch.nn.GRU(3, 7, bidirectional=True)
