"""Scores public-service evaluations: rules as data, executed the same way in Excel, headless and in Python."""

__version__ = "0.1.0"
