"""What was published: episode.json, the names of its files, guid and dates, and what becomes of it."""
