"""The data to look at: random samples in the terminal, and one page with counts, funnels, distributions and samples."""
