"""What instructions ask for: a reader that learnt from verified demonstrations which actions, choices and kinds of places go with which words."""
