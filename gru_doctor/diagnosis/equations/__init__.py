"""Faults of the step and of the arrays it reads: the 1xx family, and the convention asked for."""
