"""Certificates of our own making: an authority of one test, and a show's below it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, ed25519, rsa
from cryptography.hazmat.primitives.serialization import (
    BestAvailableEncryption,
    Encoding,
    KeySerializationEncryption,
    NoEncryption,
    PrivateFormat,
)
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

SIGNING, TIME = ExtendedKeyUsageOID.EMAIL_PROTECTION, ExtendedKeyUsageOID.TIME_STAMPING
NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)
KEYS: dict[str, Callable[[], Any]] = {
    "es256": lambda: ec.generate_private_key(ec.SECP256R1()),
    "es384": lambda: ec.generate_private_key(ec.SECP384R1()),
    "ed25519": ed25519.Ed25519PrivateKey.generate,
    "ps256": lambda: rsa.generate_private_key(65_537, 2048),
}


def certificate(
    subject: str, key: Any, issuer: str, by: Any,
    *, authority: bool, since: datetime, days: int, use: x509.ObjectIdentifier | None = SIGNING,
) -> x509.Certificate:  # fmt: skip
    builder = (
        x509.CertificateBuilder()
        .subject_name(_name(subject))
        .issuer_name(_name(issuer))
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(since)
        .not_valid_after(since + timedelta(days=days))
        .add_extension(x509.BasicConstraints(authority, None), True)
        .add_extension(_usage(authority), True)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), False)
        .add_extension(x509.AuthorityKeyIdentifier.from_issuer_public_key(by.public_key()), False)
    )
    if use and not authority:  # that of a service of time must be critical
        builder = builder.add_extension(x509.ExtendedKeyUsage([use]), use == TIME)
    return builder.sign(by, None if isinstance(by, ed25519.Ed25519PrivateKey) else hashes.SHA256())


def _name(common: str) -> x509.Name:
    organization = x509.NameAttribute(NameOID.ORGANIZATION_NAME, "測試")
    return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, common), organization])


def _usage(authority: bool) -> x509.KeyUsage:
    return x509.KeyUsage(not authority, False, False, False, False, authority, authority, False, False)


def issue(
    folder: Path, kind: str = "es256", since: datetime = datetime(2026, 1, 1, tzinfo=UTC), days: int = 3650,
    encryption: KeySerializationEncryption | None = None, use: x509.ObjectIdentifier | None = SIGNING,
) -> None:  # fmt: skip
    """cert.pem and key.pem in ``folder``."""
    root, key = KEYS["es256"](), KEYS[kind]()
    leaf = certificate("早報", key, "測試機構", root, authority=False, since=since, days=days, use=use)
    top = certificate("測試機構", root, "測試機構", root, authority=True, since=since, days=days)
    chain = leaf.public_bytes(Encoding.PEM) + top.public_bytes(Encoding.PEM)
    folder.mkdir(exist_ok=True)
    (folder / "cert.pem").write_bytes(chain)
    data = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, encryption or NoEncryption())
    (folder / "key.pem").write_bytes(data)


LOCKED = BestAvailableEncryption(b"secret")
