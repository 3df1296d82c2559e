"""Code that runs inside the office process: outlines, actions, controls. Standard library and `uno` only."""
