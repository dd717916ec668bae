"""Expressions of the user that report their values as they run. Nothing in here knows what is computed."""
