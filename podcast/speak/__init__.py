"""Script → Clips: the engines, one file each; what goes wrong around them is dealt with here, once for all."""

from podcast.speak.choose import Casting, Take, candidates, speak_episode
from podcast.speak.plan import Plan
from podcast.speak.store import ClipStore, clip_key
from podcast.speak.work import Policy, speak

__all__ = ["Casting", "ClipStore", "Plan", "Policy", "Take", "candidates", "clip_key", "speak", "speak_episode"]
