"""What a saved file really holds, read with independent libraries (never through the office that wrote it), and how two differ.

`read(path)` gives a Reading; `compare(before, after)` gives the Changes in document order.
"""
