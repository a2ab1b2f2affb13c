"""The nouns of the project: plain values that import nothing of ours."""
