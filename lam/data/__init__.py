"""How training data comes to be: tasks on documents, demonstrated in the real application, kept when the verifier accepts them."""
