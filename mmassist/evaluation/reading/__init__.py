"""Pages in columns whose reading order is known, and how they are read: `mmassist evaluate reading`."""
