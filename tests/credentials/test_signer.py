"""The certificate and its key: what is wrong with them is one sentence, told before anything is spoken."""

from __future__ import annotations

import sys
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

pytest.importorskip("c2pa")
pytest.importorskip("cryptography")

from podcast.credentials import signer_of
from podcast.errors import ConfigError
from podcast.show import Credentials, Show
from tests.credentials.certificates import KEYS, LOCKED, NOW, issue

SHOW = Show(Path(), "早報", "編輯室", "x", credentials=Credentials("certs/cert.pem", "certs/key.pem"))


@pytest.fixture
def show(tmp_path: Path) -> Show:
    return replace(SHOW, root=tmp_path)


@pytest.mark.parametrize("kind", KEYS)
def test_every_kind_of_key_signs(show: Show, kind: str) -> None:
    issue(show.root / "certs", kind)
    signer = signer_of(show, NOW)
    assert signer is not None
    assert (signer.name, signer.algorithm) == ("早報", kind.upper())
    assert signer.until == datetime(2035, 12, 30, tzinfo=UTC)


def test_a_show_that_names_none_signs_nothing() -> None:
    assert signer_of(replace(SHOW, credentials=None), NOW) is None


def test_the_key_may_come_from_the_environment(show: Show, monkeypatch: pytest.MonkeyPatch) -> None:
    issue(show.root / "certs")
    key = (show.root / "certs" / "key.pem").read_text()
    (show.root / "certs" / "key.pem").unlink()
    show = replace(show, credentials=Credentials("certs/cert.pem", "env:SHOW_KEY"))
    for form in (key, key.replace("\n", "\\n")):
        monkeypatch.setenv("SHOW_KEY", form)
        assert signer_of(show, NOW) is not None
    monkeypatch.delenv("SHOW_KEY")
    with pytest.raises(ConfigError, match=r"env:SHOW_KEY.*is not set: put the key, in PEM form, into SHOW_KEY"):
        signer_of(show, NOW)


def other_key(folder: Path) -> None:
    issue(folder / "other")
    (folder / "key.pem").write_bytes((folder / "other" / "key.pem").read_bytes())


@pytest.mark.parametrize(
    ("spoil", "message"),
    [
        (lambda f: (f / "cert.pem").unlink(), r"cert\.pem”, in show\.yaml credentials\.certificate, does not exist"),
        (lambda f: (f / "key.pem").unlink(), r"key\.pem”, in show\.yaml credentials\.key, does not exist"),
        (lambda f: (f / "cert.pem").write_text("no certificate"), "holds no certificate in PEM form"),
        (lambda f: (f / "cert.pem").write_bytes(bytes(range(256))), "holds no certificate in PEM form"),
        (lambda f: (f / "key.pem").write_text("-----BEGIN PRIVATE KEY-----\nAAAA\n"), "holds no private key in PEM"),
        (lambda f: (f / "key.pem").write_bytes((f / "cert.pem").read_bytes()), "holds no private key in PEM form"),
        (other_key, r"key\.pem”, in show\.yaml credentials\.key, is not the key of the first certificate in"),
        (lambda f: issue(f, encryption=LOCKED), "is locked with a passphrase"),
        (lambda f: issue(f, days=90), r"cert\.pem.* ended on 2026-04-01: name a valid one"),
        (lambda f: issue(f, since=datetime(2027, 1, 1, tzinfo=UTC)), r"cert\.pem.* begins on 2027-01-01"),
        (lambda f: issue(f, use=None), r"cert\.pem.* cannot sign content credentials \(.+\): take one whose ext"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_one_sentence(show: Show, spoil, message: str) -> None:
    issue(show.root / "certs")
    spoil(show.root / "certs")
    with pytest.raises(ConfigError, match=message) as told:
        signer_of(show, NOW)
    assert "BEGIN PRIVATE" not in str(told.value)


def test_a_folder_is_no_certificate(show: Show) -> None:
    (show.root / "certs" / "cert.pem").mkdir(parents=True)
    with pytest.raises(ConfigError, match=r"cannot be read \(Is a directory\)"):
        signer_of(show, NOW)


def test_without_the_package_it_is_told_which_one(show: Show, monkeypatch: pytest.MonkeyPatch) -> None:
    issue(show.root / "certs")
    monkeypatch.setitem(sys.modules, "c2pa", None)
    with pytest.raises(ConfigError, match=r"need a package more.* pip install .*\[credentials\]"):
        signer_of(show, NOW)
