"""Controls found in the pixels alone: where they are, what they are, how they stand and what they are called."""
