"""A guide as one settled tree, and the tree in each format."""
