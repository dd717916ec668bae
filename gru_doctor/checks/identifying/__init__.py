"""Which cell it is: its kind, the roles of its arrays, its convention. Nothing in here judges it."""
