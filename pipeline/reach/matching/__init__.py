"""Matching: which episode a work is, by what a person decided, what a table states, or its titles and its day."""

from pipeline.reach.matching.cache import MatchCache
from pipeline.reach.matching.explicit import StatedEpisode, parse_stated
from pipeline.reach.matching.match import NONE, Accounts, Evidence, How, Match
from pipeline.reach.matching.matcher import Matcher
from pipeline.reach.matching.ranking import Candidate
from pipeline.reach.matching.text import key

__all__ = [
    "NONE",
    "Accounts",
    "Candidate",
    "Evidence",
    "How",
    "Match",
    "MatchCache",
    "Matcher",
    "StatedEpisode",
    "key",
    "parse_stated",
]
