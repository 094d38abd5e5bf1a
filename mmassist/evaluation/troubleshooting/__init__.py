"""Troubles in real programs, worked through by a script: is what happens noticed, and nothing called solved too soon?"""
