"""A plan of what is given where and comes back where, and the call by it. One call; trying is elsewhere."""
