"""`python -m lam`: the command line."""

from lam.cli import main

main()
