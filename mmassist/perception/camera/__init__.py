"""What a camera's pictures show, and whether they can be seen well: light, focus, pages, codes, colours, faces."""
