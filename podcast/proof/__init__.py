"""Clips heard and compared with what should be said: hear → compare, measure → verdict → page. Once each."""
