"""Script → Clips: the engines, one file each; what goes wrong around them is dealt with here, once for all."""

from podcast.speak.plan import Plan
from podcast.speak.store import ClipStore, clip_key
from podcast.speak.work import speak

__all__ = ["ClipStore", "Plan", "clip_key", "speak"]
