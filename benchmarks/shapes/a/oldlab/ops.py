import torch

DEVICE = torch.device('cuda:0')


def linear(x, weight, bias):
    return x.matmul(weight.t()) + bias
