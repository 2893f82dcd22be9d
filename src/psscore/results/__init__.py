"""Results read back from receipts and workbooks: what rankings, reports and comparisons work with."""

from psscore.results.evaluation import Evaluation, Finding, Item
from psscore.results.opening import Opened, Trouble, open_results

__all__ = ["Evaluation", "Finding", "Item", "Opened", "Trouble", "open_results"]
