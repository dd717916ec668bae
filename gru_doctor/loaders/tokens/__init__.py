"""Functions that take whole numbers and code them one-hot themselves, such as the loss of a character
model with its GRU, its softmax and its backward pass written in one piece."""
