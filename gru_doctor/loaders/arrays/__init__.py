"""The arrays that an object holds: found, written to, told apart. Nothing in here calls the object."""
