"""Screens with planted secrets: what of them is still to be read in what would be sent."""
