"""Units put in order: groups, tie rules, what makes the score, and who is left out."""

from psscore.ranking.rank import rank
from psscore.ranking.refusal import NotRanked, Problem
from psscore.ranking.result import Group, Moved, Ranking, Shift, Standing, Unranked, Year
from psscore.ranking.settings import Adjustment, Basis, Component, Settings, Ties

__all__ = [
    "Adjustment",
    "Basis",
    "Component",
    "Group",
    "Moved",
    "NotRanked",
    "Problem",
    "Ranking",
    "Settings",
    "Shift",
    "Standing",
    "Ties",
    "Unranked",
    "Year",
    "rank",
]
