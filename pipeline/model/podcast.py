"""Podcasts: what a series' feed says beside its titles."""

from dataclasses import dataclass
from typing import Literal

APPLE_CATEGORIES: dict[str, tuple[str, ...]] = {
    "Arts": ("Books", "Design", "Fashion & Beauty", "Food", "Performing Arts", "Visual Arts"),
    "Business": ("Careers", "Entrepreneurship", "Investing", "Management", "Marketing", "Non-Profit"),
    "Comedy": ("Comedy Interviews", "Improv", "Stand-Up"),
    "Education": ("Courses", "How To", "Language Learning", "Self-Improvement"),
    "Fiction": ("Comedy Fiction", "Drama", "Science Fiction"),
    "Government": (),
    "Health & Fitness": ("Alternative Health", "Fitness", "Medicine", "Mental Health", "Nutrition", "Sexuality"),
    "History": (),
    "Kids & Family": ("Education for Kids", "Parenting", "Pets & Animals", "Stories for Kids"),
    "Leisure": (
        "Animation & Manga", "Automotive", "Aviation", "Crafts", "Games", "Hobbies", "Home & Garden", "Video Games",
    ),
    "Music": ("Music Commentary", "Music History", "Music Interviews"),
    "News": (
        "Business News", "Daily News", "Entertainment News", "News Commentary", "Politics", "Sports News", "Tech News",
    ),
    "Religion & Spirituality": ("Buddhism", "Christianity", "Hinduism", "Islam", "Judaism", "Religion", "Spirituality"),
    "Science": (
        "Astronomy", "Chemistry", "Earth Sciences", "Life Sciences", "Mathematics", "Natural Sciences", "Nature",
        "Physics", "Social Sciences",
    ),
    "Society & Culture": ("Documentary", "Personal Journals", "Philosophy", "Places & Travel", "Relationships"),
    "Sports": (
        "Baseball", "Basketball", "Cricket", "Fantasy Sports", "Football", "Golf", "Hockey", "Rugby", "Running",
        "Soccer", "Swimming", "Tennis", "Volleyball", "Wilderness", "Wrestling",
    ),
    "Technology": (),
    "True Crime": (),
    "TV & Film": ("After Shows", "Film History", "Film Interviews", "Film Reviews", "TV Reviews"),
}  # fmt: skip
"""Apple's categories and what lies under them, as podcast directories spell them (podcasters.apple.com, 2024)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Podcast:
    """How directories and apps are to take a series' feed."""

    category: str = "Education"
    """One of Apple's categories, or one with what lies under it: `Education > Courses`."""
    explicit: bool = False
    kind: Literal["episodic", "serial"] = "serial"
    """serial: to be heard from the first episode on."""
    medium: Literal["podcast", "course", "audiobook", "video"] = "podcast"
    locked: bool = True
    """Whether other hosts may not take the feed over."""
    owner: str = ""
    """The e-mail address by which directories verify who owns the feed."""
    copyright: str = ""
    license: str = ""
    """Such as `cc-by-4.0`."""
    complete: bool = False
    """No further episode will come."""
    moved_to: str = ""
    """The feed's new address, for subscribers to follow."""
