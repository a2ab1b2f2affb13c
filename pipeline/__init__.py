"""Turns workshop notes into practice guides whose every sentence can be traced."""

__version__ = "0.1.0"
