"""Trains our own models: icons and screens rendered with known truth, networks, the loop, and what is exported. A wing outside the app."""
