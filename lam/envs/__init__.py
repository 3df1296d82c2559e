"""Where actions happen: one room per backend behind one interface."""
