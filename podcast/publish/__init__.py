"""Episode → the feed, the captions and the pages; the server and the targets.

``episodes``: episode.json, and what never changes in it; ``site.rebuild``: the folder that is published;
``life``: hide, remove, schedule, correct, re-issue, prune; ``check``: what the web's validators would say.
"""
