"""Training sets out of pairs and demonstrations: split without leaks, in Parquet and as chat messages, with a data card."""
