"""Training on small tasks: the learners, the tasks, and two curves side by side."""
