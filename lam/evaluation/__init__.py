"""How good it is: document comparison, live runs, fidelity and reports."""
