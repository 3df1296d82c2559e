"""Who decides: prompts, policies and the loop that runs one episode."""
