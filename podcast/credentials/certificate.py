"""The show's certificate and its private key. The key is read where it lies and goes no further than this process."""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from podcast.errors import ConfigError
from podcast.show import ENVIRONMENT, Credentials

if TYPE_CHECKING:
    from cryptography.x509 import Certificate

_ECDSA = {"secp256r1": ("ES256", "SHA256"), "secp384r1": ("ES384", "SHA384"), "secp521r1": ("ES512", "SHA512")}


@dataclass(frozen=True, slots=True)
class Signer:
    """Who signs, and how."""

    name: str  # the certificate's
    until: datetime  # when it ends
    chain: str  # PEM: the certificate, then those that it rests on
    algorithm: str  # as C2PA calls it: ES256 …
    sign: Callable[[bytes], bytes]
    timestamp: str | None = None  # the address of a service that attests the time (RFC 3161)


def read_signer(root: Path, told: Credentials, now: datetime) -> Signer:
    """What show.yaml names, relative to ``root``.

    Raises ConfigError: a file or the environment variable is missing, the certificate is not valid now, the key is
    another's.
    """
    from cryptography.exceptions import UnsupportedAlgorithm
    from cryptography.hazmat.primitives.serialization import Encoding
    from cryptography.x509 import load_pem_x509_certificates

    given = _file(root / told.certificate, told.certificate, "certificate")
    try:
        certificate, *issuers = load_pem_x509_certificates(given)
    except ValueError as error:
        problem = "holds no certificate in PEM form (-----BEGIN CERTIFICATE-----)"
        raise ConfigError(f"{named(told)} {problem}: name the certificate, and behind it those it rests on.") from error
    begins, ends = certificate.not_valid_before_utc, certificate.not_valid_after_utc
    if not begins <= now <= ends:
        when = f"ended on {ends:%Y-%m-%d}" if now > ends else f"begins on {begins:%Y-%m-%d}"
        raise ConfigError(f"{named(told)} {when}: name a valid one, or remove “credentials”.")
    key = _key(root, told)
    try:
        same = key.public_key() == certificate.public_key()
    except (UnsupportedAlgorithm, ValueError):  # of a kind that the library does not know
        same = False
    if not same:
        whose = f"the first certificate in “{told.certificate}”"
        raise ConfigError(f"{_key_named(told)} is not the key of {whose}: name the one that it was issued for.")
    algorithm, sign = _signing(key, told)
    chain = b"".join(each.public_bytes(Encoding.PEM) for each in (certificate, *issuers))  # nothing else of it
    return Signer(_subject(certificate), ends, chain.decode(), algorithm, sign, told.timestamp)


def named(told: Credentials) -> str:
    """The certificate, to begin a sentence with."""
    return f"“{told.certificate}”, in show.yaml credentials.certificate,"


def _key_named(told: Credentials) -> str:
    return f"“{told.key}”, in show.yaml credentials.key,"


def _file(path: Path, name: str, field: str) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        missing = isinstance(error, FileNotFoundError)
        why = "does not exist" if missing else f"cannot be read ({error.strerror or error})"
        raise ConfigError(f"“{name}”, in show.yaml credentials.{field}, {why}: correct the name.") from error


def _key(root: Path, told: Credentials) -> Any:
    from cryptography.hazmat.primitives.serialization import load_pem_private_key

    if told.key.startswith(ENVIRONMENT):
        variable = told.key.removeprefix(ENVIRONMENT)
        if not (text := os.environ.get(variable)):
            raise ConfigError(f"{_key_named(told)} is not set: put the key, in PEM form, into {variable}.")
        data = text.replace("\\n", "\n").encode()  # as many services keep what has several lines
    else:
        data = _file(root / told.key, told.key, "key")
    try:
        return load_pem_private_key(data, None)
    except TypeError as error:
        raise ConfigError(f"{_key_named(told)} is locked with a passphrase: name one that is not.") from error
    except Exception as error:  # cryptography names no common base of what it raises
        raise ConfigError(f"{_key_named(told)} holds no private key in PEM form: name the certificate's.") from error


def _signing(key: Any, told: Credentials) -> tuple[str, Callable[[bytes], bytes]]:
    """C2PA's name of the algorithm that fits the key, and how it signs."""
    from cryptography.hazmat.primitives import hashes
    from cryptography.hazmat.primitives.asymmetric import ec, ed25519, padding, rsa

    if isinstance(key, ec.EllipticCurvePrivateKey) and key.curve.name in _ECDSA:
        algorithm, name = _ECDSA[key.curve.name]
        return algorithm, lambda data: _pair(key.sign(data, ec.ECDSA(getattr(hashes, name)())), key.key_size)
    if isinstance(key, ed25519.Ed25519PrivateKey):
        return "ED25519", key.sign
    if isinstance(key, rsa.RSAPrivateKey):
        pss = padding.PSS(padding.MGF1(hashes.SHA256()), hashes.SHA256.digest_size)
        return "PS256", lambda data: key.sign(data, pss, hashes.SHA256())
    raise ConfigError(f"{_key_named(told)} is of no kind that signs: C2PA knows ECDSA, Ed25519 and RSA.")


def _pair(signature: bytes, bits: int) -> bytes:
    """Both numbers of an ECDSA signature side by side, as COSE has them."""
    from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature

    size = (bits + 7) // 8
    return b"".join(number.to_bytes(size, "big") for number in decode_dss_signature(signature))


def _subject(certificate: Certificate) -> str:
    """Its common name, else its organisation, else all that it says of whose it is."""
    from cryptography.x509.oid import NameOID

    for oid in (NameOID.COMMON_NAME, NameOID.ORGANIZATION_NAME):
        if found := certificate.subject.get_attributes_for_oid(oid):
            return str(found[0].value)
    return certificate.subject.rfc4514_string()
