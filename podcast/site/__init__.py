"""Episode → feed, captions, chapters, notes and pages: ``build.rebuild`` makes the folder that is published."""
