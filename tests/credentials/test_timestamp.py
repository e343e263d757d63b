"""A service that attests the time, as openssl answers for it, over a real socket."""

from __future__ import annotations

import shutil
import subprocess
import threading
from collections.abc import Iterator
from dataclasses import replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

pytest.importorskip("c2pa")
pytest.importorskip("cryptography")

from podcast.credentials import signed, signer_of, verdict_of
from podcast.credentials.embed import AI
from podcast.errors import MixError
from podcast.mix import tag
from podcast.show import Credentials, Show
from tests.credentials.certificates import NOW, TIME, issue
from tests.credentials.test_embed import TAGS
from tests.published import write_mp3

pytestmark = pytest.mark.skipif(shutil.which("openssl") is None, reason="openssl answers for the service")

SETTINGS = """[time]
serial = serial
signer_cert = cert.pem
signer_key = key.pem
signer_digest = sha256
default_policy = 1.2.3
digests = sha256, sha384, sha512
ess_cert_id_alg = sha256
"""


@pytest.fixture
def service(tmp_path: Path) -> Iterator[tuple[str, list[bytes]]]:
    """Its address, and what it was asked."""
    folder, asked = tmp_path / "time", list[bytes]()
    issue(folder, "ps256", use=TIME)
    (folder / "settings").write_text(SETTINGS)
    (folder / "serial").write_text("01")

    class Time(BaseHTTPRequestHandler):
        def log_message(self, *_: object) -> None: ...

        def do_POST(self) -> None:
            asked.append(self.rfile.read(int(self.headers["Content-Length"])))
            (folder / "query").write_bytes(asked[-1])
            command = "openssl ts -reply -config settings -section time -queryfile query -out reply"
            subprocess.run(command.split(), cwd=folder, check=True, capture_output=True)
            self.send_response(200)
            self.send_header("Content-Type", "application/timestamp-reply")
            self.end_headers()
            self.wfile.write((folder / "reply").read_bytes())

    with ThreadingHTTPServer(("127.0.0.1", 0), Time) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}/", asked
        server.shutdown()


def test_the_time_is_attested_and_no_more_is_sent_than_a_hash(tmp_path: Path, service: tuple[str, list[bytes]]) -> None:
    address, asked = service
    issue(tmp_path / "certs")
    show = Show(tmp_path, "a", "b", "c", credentials=Credentials("certs/cert.pem", "certs/key.pem", address))
    signer = signer_of(show, NOW)
    assert not asked, "what is only tried needs no time"
    write_mp3(tmp_path / "a.mp3", 1)
    tag(tmp_path / "a.mp3", TAGS)
    signed(tmp_path / "a.mp3", tmp_path / "b.mp3", "audio/mpeg", "第一集", AI, signer)
    with (tmp_path / "b.mp3").open("rb") as file:
        verdict = verdict_of(file, "audio/mpeg")
    assert verdict.problems == ()
    assert verdict.at[:3] == "202"
    assert asked
    assert max(map(len, asked)) < 100
    gone = replace(signer, timestamp="http://127.0.0.1:9/")
    with pytest.raises(MixError, match=r"“a\.mp3” cannot be signed with content credentials \(.+\)"):
        signed(tmp_path / "a.mp3", tmp_path / "c.mp3", "audio/mpeg", "第一集", AI, gone)
