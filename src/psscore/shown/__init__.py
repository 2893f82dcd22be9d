"""How results are shown, on whatever: the same on screens, pages, documents and sheets."""
