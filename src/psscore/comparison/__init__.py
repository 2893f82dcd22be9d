"""Two evaluations side by side: self against third party, one evaluator against another, this year against last."""

from psscore.comparison.comparing import compare
from psscore.comparison.comparison import Comparison
from psscore.comparison.pairing import Pairs, Unpaired, pair, split
from psscore.comparison.rows import Entry, Row
from psscore.comparison.rules import NotComparable

__all__ = ["Comparison", "Entry", "NotComparable", "Pairs", "Row", "Unpaired", "compare", "pair", "split"]
