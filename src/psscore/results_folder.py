"""The files by which a folder of results is known: what a batch writes, and everything else reads."""

JOURNAL = "receipts.jsonl"
"""A receipt on each line."""
MANIFEST = "manifest.json"
"""What the batch rested on and what became of every workbook."""
