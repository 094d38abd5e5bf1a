"""What is personal, how it is hidden, and what may leave this machine."""
