"""Clips → a Timeline → one mastered MP3 with Marks, Cues and tags.

heard = listen(clips, read, kept)
timeline = lay_out(utterances, heard, score(music_files(show)), kinds(script))
measured = master(timeline, read, show.loudness, draft, progress, kept)
tag(draft, Tags(..., marks=marks(timeline, script)))
"""

from podcast.mix.cues import cues
from podcast.mix.further import FORMS, write_further
from podcast.mix.kept import Kept
from podcast.mix.layout import kinds, lay_out
from podcast.mix.mastering import Measured, master, programme
from podcast.mix.music import Score, score
from podcast.mix.tags import Tags, tag, tags_of
from podcast.mix.timeline import Piece, Placement, Timeline, marks
from podcast.mix.voice import Heard, listen

__all__ = [
    "FORMS",
    "Heard",
    "Kept",
    "Measured",
    "Piece",
    "Placement",
    "Score",
    "Tags",
    "Timeline",
    "cues",
    "kinds",
    "lay_out",
    "listen",
    "marks",
    "master",
    "programme",
    "score",
    "tag",
    "tags_of",
    "write_further",
]
