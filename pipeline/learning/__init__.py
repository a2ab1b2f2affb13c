"""Learning: labelled lines in, weights and a table of how often they are right out. Not in the wheel."""
