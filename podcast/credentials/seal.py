"""An episode's files with credentials. What was signed before and sounds the same stays, byte for byte."""

from __future__ import annotations

import hashlib
import os
import shutil
from dataclasses import replace
from pathlib import Path

from podcast.credentials.certificate import Signer
from podcast.credentials.embed import signed, source_type
from podcast.credentials.verify import M4A
from podcast.episode.describe import named
from podcast.model import Audio, Episode


def seal(signer: Signer, fresh: Episode, mp3: Path, old: Episode | None) -> Episode:
    """``fresh``, its MP3 at ``mp3`` and its M4A beside it signed. ``old``: what is published of it.

    A signature is never the same twice. So where the sound and the certificate are those of ``old``, its file is taken.
    """
    sealing = _Seal(signer, fresh, mp3.parent, old)
    try:
        return sealing.episode(mp3)
    except BaseException:
        sealing.forget()
        raise


class _Seal:
    def __init__(self, signer: Signer, fresh: Episode, folder: Path, old: Episode | None) -> None:
        self._signer, self._fresh, self._folder, self._old = signer, fresh, folder, old
        self._made = source_type(fresh.ai_text, fresh.ai_voice)

    def episode(self, mp3: Path) -> Episode:
        audio = self._signed(self._fresh.audio, mp3, mp3)
        further = tuple(self._form(form) if form.mime == M4A else form for form in self._fresh.further)
        return replace(self._fresh, audio=audio, further=further)

    def forget(self) -> None:
        """What lies unsigned beside the MP3 would be published with the next episode."""
        known = {each.file for each in self._published()}
        for form in self._fresh.further:
            if form.file not in known:
                (self._folder / form.file).unlink(missing_ok=True)

    def _form(self, form: Audio) -> Audio:
        plain = self._folder / form.file
        unnamed = self._folder / f".{self._fresh.slug}.{os.getpid()}{plain.suffix}"
        try:
            made = self._signed(form, plain, unnamed)
            os.replace(unnamed, self._folder / made.file)  # noqa: PTH105 - the promise is os.replace's
        finally:
            unnamed.unlink(missing_ok=True)
        if form.file not in {each.file for each in self._published()}:
            plain.unlink()
        return made

    def _signed(self, audio: Audio, plain: Path, target: Path) -> Audio:
        """``plain`` signed, at ``target``, which may be the same."""
        if kept := self._kept(audio):
            shutil.copyfile(self._folder / kept.file, target)
            return replace(audio, file=kept.file, size=kept.size, sha256=kept.sha256, unsigned_sha256=audio.sha256)
        beside = target.with_name(f"{target.stem}.{os.getpid()}{target.suffix}")
        signed(plain, beside, audio.mime, self._fresh.title, self._made, self._signer)
        os.replace(beside, target)  # noqa: PTH105 - the promise is os.replace's
        return named(replace(audio, unsigned_sha256=audio.sha256), target, self._fresh.slug)

    def _published(self) -> tuple[Audio, ...]:
        return (self._old.audio, *self._old.further, *self._old.earlier) if self._old else ()

    def _kept(self, audio: Audio) -> Audio | None:
        """What is published of the same sound, signed by the same certificate, if it is here and whole."""
        if self._old is None or not self._same_certificate(self._old):
            return None
        return next((a for a in self._published() if a.unsigned_sha256 == audio.sha256 and self._is_whole(a)), None)

    def _same_certificate(self, old: Episode) -> bool:
        was, now = old.made_with, self._fresh.made_with
        return was is not None and now is not None and was.credentials == now.credentials

    def _is_whole(self, audio: Audio) -> bool:
        try:
            with (self._folder / audio.file).open("rb") as file:
                return hashlib.file_digest(file, "sha256").hexdigest() == audio.sha256
        except OSError:
            return False
