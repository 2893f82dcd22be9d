"""Reaching databases outside this process."""
