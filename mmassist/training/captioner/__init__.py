"""How the captioner learns: windows with known truth, questions about them, and answers that are right."""
