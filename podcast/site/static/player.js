// The episode's page: what sounds and what stands there, tied together.
// Times of cues stand in the page in milliseconds; the player's clock counts seconds.
"use strict";

const $ = (what, where = document) => where.querySelector(what);
const $$ = (what, where = document) => [...where.querySelectorAll(what)];

const player = $("#player");
const audio = $("audio", player);
const bar = $(".bar", player);
const slider = $("input[type=range]", player);
const speed = $("[data-do=speed]");
const help = $("#help");
const calm = matchMedia("(prefers-reduced-motion: reduce)");

const cues = $$(".cue").map((node) => ({
  node,
  start: +node.dataset.t,
  end: +node.dataset.e,
  points: (node.dataset.of || "").split(" ").map((id) => id && document.getElementById(id)).filter(Boolean),
}));
const chapters = $$(".chapter").map((node) => ({ node, start: 1000 * timeOf(node) }));

// ---------------------------------------------------------------- remembering

// A browser may refuse storage to a page opened as a file: then nothing is remembered.
const memory = {
  get(key) { try { return localStorage.getItem(`podcast:${key}`); } catch { return null; } },
  set(key, value) { try { localStorage.setItem(`podcast:${key}`, value); } catch { /* not remembered */ } },
  drop(key) { try { localStorage.removeItem(`podcast:${key}`); } catch { /* was not there */ } },
};
const place = `at:${player.dataset.guid}`;

// ---------------------------------------------------------------- where we are

const now = () => audio.currentTime * 1000;

// Index of the last of `list` that has begun at `ms`, -1 before the first.
function begun(list, ms) {
  let low = 0, high = list.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (list[middle].start <= ms) low = middle + 1; else high = middle;
  }
  return low - 1;
}

function timeOf(link) {
  return +new URLSearchParams(link.hash.slice(1)).get("t");
}

function clock(seconds) {
  const s = Math.floor(seconds), pad = (n) => String(n).padStart(2, "0");
  return s >= 3600 ? `${Math.floor(s / 3600)}:${pad(Math.floor(s / 60) % 60)}:${pad(s % 60)}` : `${Math.floor(s / 60)}:${pad(s % 60)}`;
}

function seek(seconds) {
  audio.currentTime = Math.max(0, Math.min(seconds, audio.duration || Infinity));
  show();
}

function playFrom(seconds) {
  seek(seconds);
  following(true);
  follow(true); // also before it sounds, and where the browser lets nothing sound yet
  audio.play().catch(() => {}); // refused before the visitor has touched the page: it stands ready there
}

// ---------------------------------------------------------------- what is lit

const BREATH = 300; // ms for which a sentence stays lit into the pause behind it
const PAUSE = 1500; // ms for which a point does, so that it does not flicker between its sentences
let lit = null, litPoints = [], litChapter = null, second = -1;

function show() {
  const at = now() + 1; // a seek to a cue's start may land a fraction before it
  const cue = cues[begun(cues, at)];
  const sounding = cue && at < cue.end + BREATH ? cue : null;
  if (sounding !== lit) {
    lit?.node.classList.remove("lit");
    lit?.node.removeAttribute("aria-current");
    sounding?.node.classList.add("lit");
    sounding?.node.setAttribute("aria-current", "true");
    lit = sounding;
    if (lit) follow();
  }
  const points = cue && at < cue.end + PAUSE ? cue.points : [];
  if (points.length !== litPoints.length || points.some((p, i) => p !== litPoints[i])) {
    for (const point of litPoints) point.classList.remove("lit");
    for (const point of points) point.classList.add("lit");
    litPoints = points;
    if (points.length) follow();
  }
  showChapter(chapters[begun(chapters, at)]);
  showClock();
}

function showChapter(chapter) {
  if (chapter === litChapter) return;
  litChapter?.node.removeAttribute("aria-current");
  chapter?.node.setAttribute("aria-current", "true");
  $(".current", bar).textContent = chapter ? $("span", chapter.node).textContent : "";
  litChapter = chapter;
}

function showClock() {
  const whole = Math.floor(audio.currentTime);
  if (whole === second) return;
  second = whole;
  $(".now", bar).textContent = clock(whole);
  slider.value = whole;
  slider.setAttribute("aria-valuetext", `${clock(whole)}，${slider.dataset.of} ${clock(+slider.max)}`);
  bar.style.setProperty("--at", whole / +slider.max);
  if (!audio.paused) memory.set(place, audio.currentTime.toFixed(3));
}

function frame() {
  show();
  if (!audio.paused) requestAnimationFrame(frame);
}

// ---------------------------------------------------------------- following

const followButton = $("[data-do=follow]");
const transcript = $(".scroll");
let follows = true;

function following(on) {
  follows = on;
  followButton.setAttribute("aria-pressed", on);
  if (on) follow();
}

// Scrolls whatever scrolls around the lit sentence, and the page to the lit point; never when the reader
// has scrolled away.
function follow(now = false) {
  if (!now && (!follows || audio.paused)) return;
  const behavior = calm.matches ? "auto" : "smooth";
  const own = getComputedStyle(transcript).overflowY === "auto";
  if (lit && own) {
    const top = lit.node.getBoundingClientRect().top - transcript.getBoundingClientRect().top;
    transcript.scrollTo({ top: transcript.scrollTop + top - transcript.clientHeight * 0.35, behavior });
  }
  const point = litPoints[litPoints.length - 1];
  const target = !own && lit?.node.offsetParent ? lit.node : point?.offsetParent ? point : null;
  if (!target) return;
  const { top, bottom } = target.getBoundingClientRect();
  if (top < 80 || bottom > innerHeight - player.offsetHeight - 20) {
    scrollTo({ top: scrollY + top - innerHeight * 0.3, behavior });
  }
}

for (const kind of ["wheel", "touchmove"]) {
  addEventListener(kind, () => { if (!audio.paused) following(false); }, { passive: true });
}
addEventListener("keydown", (event) => {
  if (/^(Page|Home|End|ArrowUp|ArrowDown)/.test(event.key) && !audio.paused) following(false);
});

// ---------------------------------------------------------------- what a sentence rests on

const receipt = $(".receipt");
const receiptKept = receipt.parentElement;

// Below the sentence's paragraph: the digest's words of it and the sources' words of those, with the figures and names
// that it takes from them marked.
function showReceipt(cue) {
  const points = (cue?.dataset.of || "").split(" ").map((id) => id && document.getElementById(id)).filter(Boolean);
  receipt.hidden = !points.length;
  if (!points.length) return;
  const words = (cue.dataset.r || "").split("|").filter(Boolean).sort((a, b) => b.length - a.length);
  $("ul", receipt).replaceChildren(...points.map((point) => quoted(point, words)));
  (cue.closest("p") || receiptKept.lastChild).after(receipt);
}

// Of a table the rows that have one of the words, all of them where none has.
function quoted(point, words) {
  const copy = ($(":scope > .text", point) || point).cloneNode(true);
  for (const node of [copy, ...$$("[id], .at, .point", copy)]) {
    if (node !== copy && (node.matches(".at, ul, ol"))) node.remove();
    node.removeAttribute("id");
    node.classList.remove("point", "text", "lit");
  }
  const rows = $$("tbody tr", copy), those = rows.filter((row) => words.some((word) => row.textContent.includes(word)));
  for (const row of those.length ? rows : []) if (!those.includes(row)) row.remove();
  const entry = document.createElement("li");
  entry.append(copy.matches("table") ? copy : document.createRange().createContextualFragment(copy.innerHTML));
  const rests = point.id && $(`[data-rests="${point.id}"]`)?.cloneNode(true);
  if (rests) {
    rests.hidden = false;
    rests.removeAttribute("data-rests");
    entry.append(rests);
    for (const word of words) mark(rests, word);
  }
  for (const word of words) mark(entry, word);
  return entry;
}

function mark(where, word) {
  const walker = document.createTreeWalker(where, NodeFilter.SHOW_TEXT);
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    const at = node.data.indexOf(word);
    if (at < 0 || node.parentElement.closest("mark")) continue;
    const range = document.createRange();
    range.setStart(node, at);
    range.setEnd(node, at + word.length);
    range.surroundContents(document.createElement("mark"));
    return;
  }
}

// ---------------------------------------------------------------- controls

const plays = $$("[data-do=toggle]");
const playLabel = $(".play", bar).getAttribute("aria-label");

function showPlaying() {
  const on = !audio.paused;
  document.body.classList.toggle("playing", on);
  for (const button of plays) {
    const label = on ? $(".play", bar).dataset.pause : playLabel;
    if (button.classList.contains("play")) button.setAttribute("aria-label", label);
    else button.textContent = `${on ? "❚❚" : "▶"} ${label}`;
  }
  if (on) requestAnimationFrame(frame);
}

function setSpeed(value) {
  speed.value = value;
  audio.playbackRate = audio.defaultPlaybackRate = +speed.value;
  memory.set("speed", speed.value);
}

function faster(step) {
  const at = speed.selectedIndex + step;
  if (speed.options[at]) setSpeed(speed.options[at].value);
}

// To the start of the next of `list`, or of this one; of the one before when this has hardly begun.
function jump(list, step) {
  const at = begun(list, now() + 1);
  const back = step < 0 && list[at] && now() - list[at].start > 2000;
  const target = list[back ? at : at + step];
  if (target) seek(target.start / 1000);
  else if (step < 0) seek(0);
}

const actions = {
  toggle: () => { if (audio.paused) playFrom(audio.currentTime); else audio.pause(); },
  back: () => seek(audio.currentTime - 15),
  forward: () => seek(audio.currentTime + 30),
  follow: () => following(!follows),
  help: () => help.showModal(),
  close: () => help.close(),
  receipt: () => showReceipt(null),
};
const keys = {
  " ": actions.toggle, k: actions.toggle, j: actions.back, l: actions.forward,
  ArrowLeft: () => seek(audio.currentTime - 5), ArrowRight: () => seek(audio.currentTime + 5),
  ",": () => jump(cues, -1), ".": () => jump(cues, 1),
  "[": () => jump(chapters, -1), "]": () => jump(chapters, 1),
  "<": () => faster(-1), ">": () => faster(1), "?": actions.help,
  r: () => showReceipt(receipt.hidden ? lit?.node : null),
};
const keysBox = $("[data-do=keys]");

addEventListener("keydown", (event) => {
  const act = keys[event.key.length === 1 ? event.key.toLowerCase() : event.key];
  if (!act || event.ctrlKey || event.metaKey || event.altKey || help.open) return;
  const at = event.target, space = event.key === " ";
  if (at.matches("select, textarea, input:not([type=range])") || (space && at.matches("button, summary"))) return;
  if (space && at === transcript && !clicked) return; // reached with the keyboard: there it scrolls
  if (event.key.length === 1 && !space && !keysBox.checked) return; // who speaks to the browser can turn them off
  event.preventDefault();
  act();
});

let clicked = false; // into the transcript: its focus is then no choice of the reader's
addEventListener("pointerdown", (event) => { clicked = transcript.contains(event.target); });
addEventListener("keydown", (event) => { if (event.key === "Tab") clicked = false; }, { capture: true });

document.addEventListener("click", (event) => {
  const button = event.target.closest("button[data-do]");
  if (button) return void actions[button.dataset.do]?.();
  const link = event.target.closest("a");
  if (link?.matches('[href^="#t="]')) {
    event.preventDefault();
    return void playFrom(timeOf(link));
  }
  if (link || !getSelection().isCollapsed) return; // a link is followed, a selection is left alone
  const cue = event.target.closest(".cue");
  if (cue) {
    playFrom(+cue.dataset.t / 1000);
    return void showReceipt(cue);
  }
  const point = event.target.closest(".point .text")?.parentElement;
  const at = point && $(":scope > .at", point);
  if (at) playFrom(timeOf(at));
});

for (const button of $$("[data-view]")) {
  button.addEventListener("click", () => {
    document.body.classList.toggle("hear", button.dataset.view === "hear");
    for (const other of $$("[data-view]")) other.setAttribute("aria-pressed", other === button);
    follow();
  });
}

slider.addEventListener("input", () => seek(+slider.value));
speed.addEventListener("change", () => setSpeed(speed.value));
keysBox.addEventListener("change", () => memory.set("keys", keysBox.checked ? "on" : "off"));
for (const kind of ["play", "pause", "ended"]) audio.addEventListener(kind, showPlaying);
for (const kind of ["timeupdate", "seeking", "seeked", "loadedmetadata"]) audio.addEventListener(kind, show);
audio.addEventListener("pause", () => memory.set(place, audio.currentTime.toFixed(3)));
audio.addEventListener("seeked", () => memory.set(place, audio.currentTime.toFixed(3)));
audio.addEventListener("ended", () => memory.drop(place));
addEventListener("hashchange", () => { if (location.hash.startsWith("#t=")) playFrom(timeOf(location)); });

// ---------------------------------------------------------------- the lock screen

if ("mediaSession" in navigator) {
  navigator.mediaSession.metadata = new MediaMetadata({
    title: player.dataset.title, artist: player.dataset.author, album: player.dataset.show,
    artwork: location.protocol === "file:" ? [] : [{ src: $(".cover").src, sizes: "640x640", type: "image/jpeg" }],
  });
  const handlers = {
    seekbackward: actions.back, seekforward: actions.forward, seekto: (detail) => seek(detail.seekTime),
    previoustrack: () => jump(chapters, -1), nexttrack: () => jump(chapters, 1),
  };
  for (const [name, act] of Object.entries(handlers)) {
    try { navigator.mediaSession.setActionHandler(name, act); } catch { /* a key this browser does not know */ }
  }
}

// ---------------------------------------------------------------- begin

audio.classList.add("hide");
for (const node of $$(".bar, .hint, .views, [data-do=toggle]")) node.hidden = false;
document.body.classList.add("live");
setSpeed(memory.get("speed") || "1");
if (!speed.value) setSpeed("1");
keysBox.checked = memory.get("keys") !== "off";
const start = location.hash.startsWith("#t=") ? timeOf(location) : +(memory.get(place) || 0);
if (start > 0) audio.currentTime = start;
show();
if (location.hash.startsWith("#t=")) follow(true); // a search's find: it stands before the reader's eyes
