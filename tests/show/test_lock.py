from __future__ import annotations

import subprocess
import sys
import textwrap

import pytest

from podcast.errors import PodcastError
from podcast.show.lock import render_lock

HOLDER = """
    import sys, time
    from pathlib import Path
    from podcast.show.lock import render_lock
    sys.argv = ["podcast", "render", "EP1"]
    with render_lock(Path({path!r})):
        print("held", flush=True)
        time.sleep(60)
"""


@pytest.fixture
def holder(tmp_path):
    program = textwrap.dedent(HOLDER.format(path=str(tmp_path / "state" / "render.lock")))
    process = subprocess.Popen([sys.executable, "-c", program], stdout=subprocess.PIPE, text=True)
    assert process.stdout.readline() == "held\n"
    yield process
    process.kill()
    process.wait()
    process.stdout.close()


def test_a_second_render_is_told_who_holds_it(holder, tmp_path):
    with (
        pytest.raises(PodcastError, match=rf"process {holder.pid} \(“podcast render EP1”, since \d\d:\d\d:\d\d\)"),
        render_lock(tmp_path / "state" / "render.lock"),
    ):
        pass


def test_the_lock_dies_with_its_owner(holder, tmp_path):
    holder.kill()
    holder.wait()
    with render_lock(tmp_path / "state" / "render.lock"):
        pass


def test_it_can_be_had_again_and_leaves_no_owner(tmp_path):
    for _ in range(2):
        with render_lock(tmp_path / "render.lock"):
            assert (tmp_path / "render.owner").exists()
        assert not (tmp_path / "render.owner").exists()


def test_where_nobody_may_write_it_is_told(tmp_path):
    (tmp_path / "state").write_text("")
    with pytest.raises(PodcastError, match="no lock can be had here"), render_lock(tmp_path / "state" / "render.lock"):
        pass
