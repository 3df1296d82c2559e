"""What to achieve and how to know: generated task families, each with expert and verifier."""
