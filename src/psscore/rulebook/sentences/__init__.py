"""Chinese scoring sentences to proposed rules, for their author to confirm. Nothing here is ever taken silently."""

from psscore.rulebook.sentences.parse import parse_sentence
from psscore.rulebook.sentences.proposal import Proposal, Unread
from psscore.rulebook.sentences.write import sentence_of

__all__ = ["Proposal", "Unread", "parse_sentence", "sentence_of"]
