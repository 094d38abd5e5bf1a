"""Real windows that move, pop up and resize while they are shared: is anything ever seen that must be hidden?"""
