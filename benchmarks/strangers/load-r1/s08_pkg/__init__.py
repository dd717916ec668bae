from .recurrent import GRU, GRUCell
from .ops import sigmoid

__all__ = ["GRU", "GRUCell", "sigmoid"]
