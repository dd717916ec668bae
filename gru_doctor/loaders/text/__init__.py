"""What a file says of itself, told by its text or signatures alone: nothing in here runs it."""
