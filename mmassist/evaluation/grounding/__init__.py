"""Answers with one value tampered with, over generated scenes: whether a wrong value is ever called confirmed."""
