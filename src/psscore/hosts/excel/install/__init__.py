"""Puts the add-in where Excel finds it, says what is installed, finds what is wrong, and takes it away again.

Nothing here needs administrator rights. Every question about the computer goes through a `Machine`, so that each case
can be tried without Windows.
"""
