from .linear import Linear
from .gru import GRU
