"""Whether the document was changed where the instruction says, by the numbers, words and kinds of places that it names."""
