"""The page in a real browser: does it light what sounds?

    pip install playwright            # drives the browser; nothing is downloaded by it
    python -m bench.page_sync [--browser /usr/bin/chromium] [--axe axe.min.js] [--shots FOLDER]

An episode is made in which each sentence is a tone of its own, published with the project's own rebuild,
served by its own server and opened in Chromium. At 20 random places the page plays for two seconds; at
every frame the tone that an analyser hears and the sentence that is lit are written down. Then clicks,
chapters, keys, the remembered place, the search, a hostile digest, a page opened as a file; with axe-core
(npm: axe-core) accessibility in all colours. Prints a line a check; exit 1 if one fails.
"""

from __future__ import annotations

import argparse
import random
import re
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from bench.tone_episode import NOW, Tone, tone_episode
from podcast.model import Episode
from podcast.serve import serve
from podcast.show import Show, Speaker
from podcast.site.build import rebuild
from podcast.site.cover import HUES

FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--mute-audio",
    "--autoplay-policy=no-user-gesture-required",
]


# ---------------------------------------------------------------- the browser


class Checks:
    def __init__(self) -> None:
        self.failed = 0

    def __call__(self, name: str, ok: bool, detail: object = "") -> None:
        self.failed += not ok
        print(f"{'PASS' if ok else 'FAIL'} {name:<28} {detail}", flush=True)


@contextmanager
def served(show: Show) -> Iterator[str]:
    """The show's folder, rebuilt for the address at which it is served."""
    address: list[str] = []

    def ready(url: str) -> None:
        rebuild(show, now=NOW, address=url)
        address.append(url)

    threading.Thread(target=serve, args=(show.feed, "127.0.0.1", 0, ready), daemon=True).start()
    while not address:
        time.sleep(0.05)
    yield address[0]


def open_page(context: Any, url: str, log: list[str]) -> Any:
    page = context.new_page()
    page.on("console", lambda m: log.append(f"{m.type}: {m.text}") if m.type in ("error", "warning") else None)
    page.on("pageerror", lambda e: log.append(f"exception: {e}"))
    page.on("requestfailed", lambda r: log.append(f"failed: {r.url}") if "ABORTED" not in (r.failure or "") else None)
    page.goto(url)
    wait_for_audio(page)
    return page


def wait_for_audio(page: Any) -> None:
    """The page's policy forbids eval, and with it playwright's own wait_for_function."""
    for _ in range(200):
        if page.evaluate("document.querySelector('audio')?.readyState >= 1"):
            return
        page.wait_for_timeout(50)
    raise TimeoutError(f"no audio on {page.url}")


LISTEN = """() => {
  const audio = document.querySelector('audio'), context = new AudioContext({ sampleRate: 48000 });
  const analyser = context.createAnalyser();
  analyser.fftSize = 4096; analyser.smoothingTimeConstant = 0;
  context.createMediaElementSource(audio).connect(analyser).connect(context.destination);
  window.spans = [...document.querySelectorAll('.cue')];
  const bins = new Float32Array(analyser.frequencyBinCount);
  window.hear = (from, seconds) => new Promise((done) => {
    const heard = [], begin = performance.now();
    audio.currentTime = from;
    audio.play();
    const look = () => {
      analyser.getFloatFrequencyData(bins);
      let top = 0;
      for (let i = 1; i < bins.length; i += 1) if (bins[i] > bins[top]) top = i;
      const hertz = bins[top] > -50 ? top * context.sampleRate / analyser.fftSize : 0;
      const lit = spans.findIndex((c) => c.classList.contains('lit'));
      heard.push([performance.now() - begin, audio.currentTime, hertz, lit]);
      if (performance.now() - begin < seconds * 1000) requestAnimationFrame(look);
      else { audio.pause(); done(heard); }
    };
    requestAnimationFrame(look);
  });
}"""


def worst_disagreement(frames: list[list[float]], tones: list[Tone]) -> tuple[float, int]:
    """Longest time in seconds for which another sentence was lit than the one whose tone sounded; tones heard."""
    worst, since, heard = 0.0, None, set()
    for at, clock, hertz, lit in frames:
        near = [i for i, t in enumerate(tones) if abs(t.hertz - hertz) < 40 and abs(t.cue.start_ms / 1000 - clock) < 12]
        if not near:  # a pause, or two tones in one window of the analyser
            since = None
            continue
        heard.add(near[0])
        if int(lit) in near:
            since = None
        else:
            since = at if since is None else since
            worst = max(worst, (at - since) / 1000)
    return worst, len(heard)


def check_sync(page: Any, tones: list[Tone], check: Checks) -> None:
    rng = random.Random(5)
    page.evaluate(LISTEN)
    end = tones[-1].cue.end_ms / 1000
    worst, heard, silent = 0.0, 0, 0
    for _ in range(20):
        disagreed, count = worst_disagreement(page.evaluate("t => hear(t, 2)", rng.uniform(1, end - 3)), tones)
        worst, heard, silent = max(worst, disagreed), heard + count, silent + (count == 0)
    check(
        "sync.tone_and_lit",
        worst <= 0.3 and not silent,
        f"20 places, {heard} tones heard, apart for at most {worst:.3f} s",
    )


STATE = """() => {
  const audio = document.querySelector('audio');
  const where = (what, is) => [...document.querySelectorAll(what)].findIndex(is);
  return {
    at: audio.currentTime * 1000, paused: audio.paused, rate: audio.playbackRate,
    cue: where('.cue', (c) => c.matches('.lit')), chapter: where('.chapter', (c) => c.hasAttribute('aria-current')),
    points: [...document.querySelectorAll('.point.lit')].map((p) => p.id),
  };
}"""


def state(page: Any) -> dict[str, Any]:
    return dict(page.evaluate(STATE))


def check_controls(page: Any, episode: Episode, check: Checks) -> None:
    cues, marks = episode.cues, episode.marks
    page.locator(".cue").nth(20).click()
    page.wait_for_timeout(400)
    now = state(page)
    check("click.sentence", now["cue"] == 20 and not now["paused"] and now["at"] - cues[20].start_ms < 900, now)
    check("point.lit", now["points"] == list(cues[20].source), f"{now['points']} for {cues[20].source}")
    target = next(c for c in cues if c.source == ("story2.1.2",))
    page.locator('[id="story2.1.2"] > .text').click()
    page.wait_for_timeout(400)
    now = state(page)
    check("click.point", 0 <= now["at"] - target.start_ms < 900 and now["points"] == ["story2.1.2"], now)
    page.locator(".chapter").nth(2).click()
    page.wait_for_timeout(400)
    now = state(page)
    check("click.chapter", 0 <= now["at"] - marks[2].start_ms < 900 and now["chapter"] == 2, now)
    page.keyboard.press("Space")
    check("key.space", state(page)["paused"])
    before = state(page)["at"]
    page.keyboard.press("ArrowRight")
    check("key.arrow", abs(state(page)["at"] - before - 5000) < 60)
    page.keyboard.press("j")
    check("key.j", abs(state(page)["at"] - max(0, before - 10_000)) < 60)
    page.keyboard.press("]")
    page.keyboard.press(".")
    now = state(page)
    check("key.sentence", now["cue"] >= 0 and abs(now["at"] - cues[now["cue"]].start_ms) < 60, now)
    for speed in ("0.8", "2"):
        page.select_option("[data-do=speed]", speed)
        check(f"speed.{speed}", state(page)["rate"] == float(speed))
    place = state(page)["at"]
    page.wait_for_timeout(300)
    page.reload()
    wait_for_audio(page)
    now = state(page)
    check(
        "reload.place_and_speed",
        abs(now["at"] - place) < 300 and now["rate"] == 2,
        f"{place:.0f} ms, then {now['at']:.0f} ms",
    )
    check("reload.lit", now["cue"] >= 0)


def check_search(page: Any, check: Checks) -> None:
    page.fill("#q", "新晶片 第 3 點")
    page.wait_for_selector("#results li")
    first = page.locator("#results a").first
    check(
        "search.finds",
        page.locator("#results mark").first.inner_text() in ("新晶片", "第", "3", "點"),
        page.inner_text("#search-status"),
    )
    href = first.get_attribute("href")
    first.click()
    page.wait_for_url(re.compile("/EP[12]/"))
    wait_for_audio(page)
    page.wait_for_timeout(300)
    asked = float(str(href).split("#t=")[1]) * 1000
    check("search.leads_to_the_place", 0 <= state(page)["at"] - asked < 1500, href)


FLAT = """const sheet = document.styleSheets[0];
const flat = '{ background: var(--paper) !important; backdrop-filter: none !important }';
sheet.insertRule('body, .top, .player, .views ' + flat, sheet.cssRules.length);"""
AXE = """hue => { document.documentElement.className = `hue-${hue}`;
return axe.run(document, { runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'] })
  .then(r => [...r.violations, ...r.incomplete.filter(v => v.id === 'color-contrast' && v.nodes.length > 12)]
    .map(v => `${v.id} ${v.nodes.length}× ${v.nodes[0].html.slice(0, 90)}`)); }"""


def check_axe(page: Any, source: str, name: str, check: Checks) -> None:
    """WCAG 2.2 A and AA and axe's own best practices, in every hue.

    Gradients and blur are taken off first: axe does not measure contrast on them. What it cannot measure even
    so (text that is scrolled away under the player) may be a dozen texts, not the page.
    """
    page.evaluate(FLAT)
    page.evaluate(source)
    found = {hue: bad for hue in HUES if (bad := page.evaluate(AXE, hue))}
    check(f"axe.{name}", not found, found or f"{len(HUES)} hues")


def run(arguments: argparse.Namespace, root: Path, check: Checks) -> None:
    from playwright.sync_api import sync_playwright

    show = Show(root, "科技晨報", "編輯室", "每句一個音。", speakers=(Speaker("host", "小雲", ()),))
    episode, tones = tone_episode(show, "EP1", 4, 1)
    tone_episode(show, "EP2", 2, 2, hostile=True)
    with served(show) as address, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=arguments.browser, args=FLAGS)
        log: list[str] = []
        wide = browser.new_context(viewport={"width": 1280, "height": 860})
        page = open_page(wide, f"{address}EP1/", log)
        check_sync(page, tones, check)
        page.close()
        page = open_page(wide, f"{address}EP1/", log)
        check_controls(page, episode, check)
        page.goto(f"{address}index.html")
        check_search(page, check)
        hostile = open_page(wide, f"{address}EP2/", log)
        hostile.locator(".cue").nth(5).click()
        hostile.goto(f"{address}index.html")
        hostile.fill("#q", "onerror")
        hostile.wait_for_selector("#results li")
        check(
            "hostile.nothing_runs",
            hostile.evaluate("window.hit") is None and hostile.locator("img[src=x]").count() == 0,
        )
        file = open_page(wide, (show.feed / "EP1" / "index.html").as_uri(), log)
        check_controls(file, episode, check)
        file.goto((show.feed / "index.html").as_uri())
        check_search(file, check)
        check("console", not log, log[:4])
        for width, scheme in ((1280, "light"), (360, "light"), (1280, "dark"), (360, "dark")):
            look(browser, arguments, address, width, scheme, check)
        browser.close()


SEEK = "document.querySelector('audio').currentTime = 20"
STATES = (
    ("index", "index.html", "0"),
    ("search", "index.html", "q.value = '晶片'; q.dispatchEvent(new Event('input'))"),
    ("episode", "EP1/index.html", SEEK),
    ("transcript", "EP1/index.html", SEEK + "; document.querySelector('[data-view=hear]').click()"),
    ("help", "EP1/index.html", "help.showModal()"),
    ("hostile", "EP2/index.html", SEEK),
)


def look(browser: Any, arguments: argparse.Namespace, address: str, width: int, scheme: str, check: Checks) -> None:
    context = browser.new_context(
        viewport={"width": width, "height": 860}, color_scheme=scheme, reduced_motion="reduce"
    )
    axe = arguments.axe.read_text() if arguments.axe else None
    for name, path, act in STATES:
        page = context.new_page()
        page.goto(address + path)
        page.evaluate(act)
        page.wait_for_timeout(600)
        wide = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        check(f"fits.{name}.{width}.{scheme}", wide <= 0, f"{wide} px over")
        if arguments.shots:
            page.screenshot(path=str(arguments.shots / f"{name}-{width}-{scheme}.png"), full_page=True)
        if axe:
            check_axe(page, axe, f"{name}.{width}.{scheme}", check)
        page.close()


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--browser", default="/usr/bin/chromium")
    parser.add_argument("--axe", type=Path)
    parser.add_argument("--shots", type=Path)
    arguments = parser.parse_args()
    check = Checks()
    with tempfile.TemporaryDirectory() as root:
        run(arguments, Path(root), check)
    print(f"RESULT page_sync {'FAIL' if check.failed else 'PASS'}")
    return 1 if check.failed else 0


if __name__ == "__main__":
    sys.exit(main())
