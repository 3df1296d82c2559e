"""Places: a reader that learnt from verified demonstrations which paragraph, slide, shape, column or row an instruction points at."""
