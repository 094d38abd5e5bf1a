"""Answers and screens that mean harm, each through a whole turn: what they may do is to be heard, and nothing else."""
