"""A captioner of our own: a small network that answers questions about a window in a sentence, from the controls that were seen in it."""
