"""Content credentials (C2PA): what made a file, signed by whoever answers for it, inside the audio.

show.yaml names a certificate and its key → Signer, tried before anything is spoken; audio files → the same, signed.
A player that knows nothing of credentials plays them as before. Opus in Ogg has no place for them.
"""

from podcast.credentials.certificate import Signer
from podcast.credentials.embed import signed
from podcast.credentials.seal import seal
from podcast.credentials.signer import signer_of
from podcast.credentials.verify import Verdict, has_credentials, verdict_of

__all__ = ["Signer", "Verdict", "has_credentials", "seal", "signed", "signer_of", "verdict_of"]
