"""The composition root's parts: what makes the rooms of one run out of the settings, and closes them again."""
