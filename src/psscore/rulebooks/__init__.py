"""Rulebooks as people write them: Excel workbooks with one row per indicator, tables of a city, canonical TOML."""
