"""One driver per base: how a person who knows the file would run it, and what it should give."""
