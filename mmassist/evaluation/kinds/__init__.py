"""Which kind of picture our own eyes take a picture for, on pictures of known kind that no training drew."""
