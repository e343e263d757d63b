"""The subject of a mail is read whatever is wrong with its encoding."""

from __future__ import annotations

from base64 import b64encode
from pathlib import Path

import pytest

from podcast.read.mail import read_mail

SUBJECT = "亞洲盃棒球賽：台灣隊六比四逆轉南韓，睽違十二年奪冠"
UTF, BIG5, GB = SUBJECT.encode(), SUBJECT.encode("big5"), SUBJECT.encode("gb18030")


def words(*pieces: bytes, charset: str = "UTF-8", between: bytes = b"\r\n ") -> bytes:
    return between.join(b"=?%s?B?%s?=" % (charset.encode(), b64encode(piece)) for piece in pieces)


@pytest.mark.parametrize(
    "head",
    [
        words(UTF), words(UTF[:30], UTF[30:]), words(UTF[:31], UTF[31:64], UTF[64:]), UTF, BIG5,
        words(UTF[:31], UTF[31:], between=b""), words(BIG5, charset="big5"),
        words(BIG5[:25], BIG5[25:], charset="Big5"), words(GB, charset="gb2312"),
        words(UTF, charset="x-unknown"), b'"' + words(UTF) + b'"', words(UTF).replace(b"=?=", b"?="),
        b"Re: " + words(UTF),
        words(UTF)[:40] + b" " + words(UTF)[40:], b"=?utf-8?Q?" + b"".join(b"=%02X" % c for c in UTF) + b"?=",
    ],
)  # fmt: skip
def test_a_subject_however_it_is_written(head: bytes) -> None:
    data = (
        b"From: a@b.example\r\nSubject: "
        + head
        + b"\r\nContent-Type: text/plain; charset=utf-8\r\n\r\n\xe6\x97\xa9\r\n"
    )
    assert read_mail(data, Path("a.eml"), "Asia/Taipei")[2].title == SUBJECT


@pytest.mark.parametrize("cut", range(20, 100, 7))
def test_one_that_was_cut_off_is_read_as_far_as_it_goes(cut: int) -> None:
    data = b"From: =?utf-8?B?5pmo5aCx?= <a@b.example>\r\nSubject: " + words(UTF)[:cut] + b"\r\n\r\ntext\r\n"
    front = read_mail(data, Path("a.eml"), "Asia/Taipei")[2]
    assert front.title
    assert SUBJECT.startswith(front.title)
    assert front.author == "晨報"
