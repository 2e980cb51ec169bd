"""Matching: which episode a work is, from what a person decided, a table states, or its titles and day say."""

from pipeline.reach.matching.cache import Recall
from pipeline.reach.matching.explicit import Stated, stated
from pipeline.reach.matching.match import NONE, Accounts, Evidence, How, Match
from pipeline.reach.matching.matcher import Matcher
from pipeline.reach.matching.ranking import Candidate
from pipeline.reach.matching.text import key

__all__ = ["NONE", "Accounts", "Candidate", "Evidence", "How", "Match", "Matcher", "Recall", "Stated", "key", "stated"]
