"""Working through a problem with the user: it looks, tells one step, watches for it, and goes on. It has no hands: it presses nothing."""
