"""Kinds of rules, executed exactly. No number of any standard stands here."""
