"""Faults of the way over time, of a batch, of layers put together: the 3xx family."""
