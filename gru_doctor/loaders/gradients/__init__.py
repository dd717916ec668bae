"""The user's gradients: a backward pass by hand, found, called and read, or the framework's own."""
