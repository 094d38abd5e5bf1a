"""Speech recognition judged on synthetic voices and on the user's own recordings."""
