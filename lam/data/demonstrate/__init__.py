"""Demonstrations: experts act in a real application, and what the verifier accepts is kept, with what a policy would have seen."""
