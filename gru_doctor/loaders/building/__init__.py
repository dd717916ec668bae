"""Making the object: its constructor, its options, its weights. How it is called is told elsewhere."""
