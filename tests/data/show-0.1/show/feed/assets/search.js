// The index: search over all episodes' transcripts. Each episode's stands in a script of its own, which is
// loaded when the first search needs it: a page opened as a file may load scripts, but not data.
"use strict";

{
  const AT_ONCE = 6; // transcripts loaded side by side
  const STEP = 300; // episodes searched before asking whether to go on
  const SHOWN = 50; // paragraphs listed before asking

  const field = document.querySelector("#q");
  const list = document.querySelector("#results");
  const status = document.querySelector("#search-status");
  const more = document.querySelector("#more");
  const episodes = [...document.querySelectorAll("a.episode")].map((link) => ({
    title: link.textContent, href: link.getAttribute("href"), folder: link.getAttribute("href").split("/")[0],
  }));
  const transcripts = new Map(); // folder → paragraphs, each [[start_ms, text], …]
  const loading = new Map(); // folder → promise
  let run = 0, next = 0, found = 0;

  window.podcastTranscript = (folder, paragraphs) => transcripts.set(folder, paragraphs);

  function load(folder) {
    if (!loading.has(folder)) {
      loading.set(folder, new Promise((done) => {
        const script = document.createElement("script");
        script.onload = script.onerror = done; // one that is missing finds nothing
        script.src = `${folder}/transcript.js`;
        document.head.append(script);
      }));
    }
    return loading.get(folder);
  }

  // One character to one, so that a place in the folded text is the same place in the text.
  const fold = (text) => Array.from(text, (c) => {
    const plain = c.normalize("NFKC").toLowerCase();
    return plain.length === c.length ? plain : c;
  }).join("");

  function match(paragraph, words) {
    const text = paragraph.map((cue) => cue[1]).join("");
    const folded = fold(text);
    const places = words.map((word) => folded.indexOf(word));
    if (places.some((place) => place < 0)) return null;
    const first = Math.min(...places);
    let length = 0, start = paragraph[0][0];
    for (const [ms, part] of paragraph) {
      if (length <= first) start = ms;
      length += part.length;
    }
    return { text, folded, first, start };
  }

  // The text around the first word found, with all of them marked.
  function excerpt({ text, folded, first }, words) {
    const from = Math.max(0, first - 24), to = Math.min(text.length, first + 90);
    const nodes = [from ? "…" : ""];
    let at = from;
    while (at < to) {
      const hits = words.map((w) => [folded.indexOf(w, at), w.length]).filter(([place]) => place >= 0 && place < to);
      if (!hits.length) break;
      const [place, length] = hits.reduce((a, b) => (b[0] < a[0] ? b : a));
      const mark = document.createElement("mark");
      mark.textContent = text.slice(place, place + length);
      nodes.push(text.slice(at, place), mark);
      at = place + length;
    }
    nodes.push(text.slice(at, Math.max(at, to)), to < text.length ? "…" : "");
    return nodes;
  }

  const clock = (ms) => `${Math.floor(ms / 60000)}:${String(Math.floor(ms / 1000) % 60).padStart(2, "0")}`;

  function show(episode, hit, words) {
    const item = document.createElement("li"), link = document.createElement("a");
    const title = document.createElement("b"), time = document.createElement("small"), text = document.createElement("p");
    link.href = `${episode.href}#t=${hit.start / 1000}`;
    title.textContent = episode.title;
    time.textContent = clock(hit.start);
    text.append(...excerpt(hit, words));
    link.append(title, time, text);
    item.append(link);
    list.append(item);
  }

  async function search(words, mine) {
    const until = Math.min(episodes.length, next + STEP), limit = found + SHOWN;
    more.hidden = true;
    status.textContent = status.dataset.busy;
    while (next < until && found < limit) {
      const batch = episodes.slice(next, Math.min(next + AT_ONCE, until));
      await Promise.all(batch.map((episode) => load(episode.folder)));
      if (mine !== run) return; // another search has begun
      for (const episode of batch) {
        for (const paragraph of transcripts.get(episode.folder) || []) {
          const hit = match(paragraph, words);
          if (hit) { show(episode, hit, words); found += 1; }
        }
      }
      next += batch.length;
    }
    status.textContent = found ? status.dataset.found.replace("#", found) : status.dataset.none;
    more.hidden = next >= episodes.length;
  }

  const wordsOf = () => fold(field.value).split(/\s+/u).filter(Boolean);

  function begin() {
    const words = wordsOf();
    run += 1;
    next = found = 0;
    list.replaceChildren();
    status.textContent = "";
    more.hidden = true;
    if (words.length) search(words, run);
  }

  let wait;
  field.hidden = false;
  field.addEventListener("input", () => { clearTimeout(wait); wait = setTimeout(begin, 200); });
  more.addEventListener("click", () => search(wordsOf(), run));
  if (location.hash === "#q") field.focus();
  if (field.value) begin(); // the browser has kept it over a reload
}
