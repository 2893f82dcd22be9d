"""Tickets of hotlines and grids: exports read into one canonical table, counts taken from it."""
