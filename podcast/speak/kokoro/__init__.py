"""The embedded voice: text → phonemes → a network on the CPU → samples."""
