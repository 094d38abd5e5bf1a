"""Screens that are rendered with known truth: which control is where, of which role, in which state, called what."""
