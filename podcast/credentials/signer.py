"""Who signs a show's episodes: tried once, so that a fault is told before anything is spoken."""

from __future__ import annotations

from datetime import datetime

from podcast.credentials.certificate import Signer, named, read_signer
from podcast.credentials.embed import trial
from podcast.errors import ConfigError
from podcast.show import Show

_PACKAGE = (
    "Content credentials need a package more: pip install -c constraints.txt -e '.[credentials]', "
    "or remove “credentials” from show.yaml."
)
_USE = "take one whose extended key usage is the signing of C2PA claims, documents or e-mail"


def signer_of(show: Show, now: datetime) -> Signer | None:
    """What show.yaml names; None where it names nothing.

    Raises ConfigError: a file, the environment variable or the package is missing, the certificate is not valid now or
    not for this use, the key is another's.
    """
    if show.credentials is None:
        return None
    try:
        import c2pa  # noqa: F401
        import cryptography  # noqa: F401
    except (ImportError, OSError, RuntimeError) as error:  # not there, or not made for this machine
        raise ConfigError(_PACKAGE) from error
    signer = read_signer(show.root, show.credentials, now)
    if problems := trial(signer):
        raise ConfigError(f"{named(show.credentials)} cannot sign content credentials ({'; '.join(problems)}): {_USE}.")
    return signer
