"""Standards as data: loading, checking and naming them."""

from psscore.rulebook.catalogue import load_standard, standard_ids

__all__ = ["load_standard", "standard_ids"]
