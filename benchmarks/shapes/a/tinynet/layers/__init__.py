from .recurrent import GRULayer
