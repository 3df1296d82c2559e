"""Was it done? Judgement of what a run left, on the saved files, and further attempts where the judgement is no."""
