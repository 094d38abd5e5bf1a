"""Icons: what they are called, where they come from, and how they are drawn as a screen would show them."""
