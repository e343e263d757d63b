"""Script → Clips: the engines, one file each; what goes wrong around them is dealt with here, once for all."""

from podcast.speak.choose import Casting, Take, candidates, load_ahead, speak_episode
from podcast.speak.costs import estimate, keys_of
from podcast.speak.listing import Available, available
from podcast.speak.plan import Plan
from podcast.speak.store import ClipStore, clip_key, store_of
from podcast.speak.work import Policy, speak

__all__ = [
    "Available",
    "Casting",
    "ClipStore",
    "Plan",
    "Policy",
    "Take",
    "available",
    "candidates",
    "clip_key",
    "estimate",
    "keys_of",
    "load_ahead",
    "speak",
    "speak_episode",
    "store_of",
]
