"""Faults of a backward pass, and of a graph that is cut: the 2xx family."""
