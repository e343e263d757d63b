"""Clips → a Timeline → one mastered MP3 with Marks, Cues and tags.

opening, closing = music(show.music, show.root)
timeline = lay_out(utterances, clips, opening, closing)
measured = master(timeline, read, show.loudness, draft, progress, Kept(folder))
tag(draft, Tags(..., marks=marks(timeline, script)))
"""

from podcast.mix.cues import cues
from podcast.mix.jingles import closing, music, opening
from podcast.mix.kept import Kept
from podcast.mix.mastering import Measured, master
from podcast.mix.tags import Tags, tag, tags_of
from podcast.mix.timeline import Piece, Placement, Timeline, lay_out, marks

__all__ = [
    "Kept",
    "Measured",
    "Piece",
    "Placement",
    "Tags",
    "Timeline",
    "closing",
    "cues",
    "lay_out",
    "marks",
    "master",
    "music",
    "opening",
    "tag",
    "tags_of",
]
