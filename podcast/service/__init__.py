"""What speech services and language models have in common: how they are asked, and what their failures mean."""
