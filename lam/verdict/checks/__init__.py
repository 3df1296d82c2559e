"""Checks of what was done against the words of the instruction."""
