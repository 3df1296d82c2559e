"""Pairs become jobs that can be carried out: a document that fits, a concrete instruction, the expected effect and the plan of actions."""
