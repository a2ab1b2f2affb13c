"""What a line sounds like: features, weights that were learned, and the sections they speak for."""
