"""Being helped by a person, on the user's side: who is let in, what they see, and what they point at."""
