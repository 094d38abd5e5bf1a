"""The fault matrix: what breaks while the wired app is idle, listens, thinks, speaks or watches, is heard, and the app works on."""
