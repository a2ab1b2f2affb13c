"""What a new workspace begins with; `templates/` joins it when the package is built."""
