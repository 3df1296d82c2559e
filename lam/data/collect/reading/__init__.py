"""Reading what people have: damaged files, archives, HTML, Markdown, and the words in them. The importers beside this folder share it."""
