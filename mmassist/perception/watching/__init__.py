"""What changes on a screen or before a camera, and what of it is worth a word. Pure: pictures and times are given in."""
