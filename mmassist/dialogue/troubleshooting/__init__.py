"""Working through a problem on the screen, a step at a time. Nothing is called done or solved that the screen does not show. Pure."""
