"""Evaluations kept in a database: year on year and audits without the old files."""

from psscore.history.database import StoreProblem
from psscore.history.store import Added, Entry, Store, open_store
from psscore.results.stores import is_store

__all__ = ["Added", "Entry", "Store", "StoreProblem", "is_store", "open_store"]
