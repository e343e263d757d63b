"""The digest's stories told by a language model, each held to the digest; what does not hold is told by the rules."""

from podcast.write.retell.problems import Facts, Problem
from podcast.write.retell.prompts import FOLDER, NAMES, write_prompts
from podcast.write.retell.story import Story, brief
from podcast.write.retell.telling import Retelling, Retold, Telling

__all__ = ["FOLDER", "NAMES", "Facts", "Problem", "Retelling", "Retold", "Story", "Telling", "brief", "write_prompts"]
