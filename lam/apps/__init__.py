"""What can be done: one file of declared actions per kind of document."""
