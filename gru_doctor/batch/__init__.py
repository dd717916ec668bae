"""Many files at once: a few processes of our own, each of which examines one file after the other."""
