"""Forecasts the height of the tide from the hours before, by a GRU in NumPy or in PyTorch."""
