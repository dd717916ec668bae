"""Running what a target needs of its file, in the surroundings that the file expects."""
