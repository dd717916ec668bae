"""From evidence to ranked findings: what is wrong (naming), and where it stands (locating)."""
