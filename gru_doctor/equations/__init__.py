"""The mathematics alone: float64 numpy, the paper's letters, no framework and no user code."""
