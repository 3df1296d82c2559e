"""Whether an account of what was done is what an instruction asks for, by a network that compares the two word by word."""
