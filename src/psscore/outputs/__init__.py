"""Files that are handed over: marked when they are written, so that work people put into them is not lost."""
