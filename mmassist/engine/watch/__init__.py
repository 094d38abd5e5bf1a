"""Watching: "tell me when ...". A watch looks at a window, a part of the screen or a camera, and says what was asked for.

Nothing that is seen leaves this machine, but for a free wish, which the engine's own border lets out or not.
"""
