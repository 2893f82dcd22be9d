"""Engines that run the one SQL text: DuckDB, any DB-API connection, Spark."""
