"""Small faults that somebody could make: bench/mutants.py puts each into a copy of the tree and runs its tests.

File, what stands there (once), what stands there instead, and the tests that should notice.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Mutation:
    file: str  # in podcast/
    old: str
    new: str
    tests: str  # below tests/, separated by spaces


M = Mutation
FRESH = "test_recipe.py test_status.py"
CARRY = "episode/test_episode.py episode/test_versions.py"
BRING = "targets/test_targets.py targets/test_owner.py targets/test_verify.py test_render.py"
WORK = "speak/test_work.py"
MASTER = "mix/test_mix_master.py"
LINE = "mix/test_mix_timeline.py"
VOICE, SCORE = "mix/test_mix_voice.py", "mix/test_mix_music.py"
SIGNED = "credentials/test_embed.py"

MUTATIONS = (
    # what makes an episode stale
    M("fresh.py", "stale = (*_of_audio(show, old), *_of_script", "stale = (*_of_script", FRESH),
    M("fresh.py", "*_of_script(old, draft), *_of_voices(show, old)", "*_of_voices(show, old)", FRESH),
    M("fresh.py", "*_of_voices(show, old), *_of_lexicon(show, old))", "*_of_lexicon(show, old))", FRESH),
    M("fresh.py", "*_of_voices(show, old), *_of_lexicon(show, old))", "*_of_voices(show, old))", FRESH),
    M("fresh.py", "line.text.strip(), line.pause_after_ms)", "line.text.strip())", FRESH),
    M("fresh.py", "(line.speaker, line.text.strip()", "(line.text.strip()", FRESH),
    M("fresh.py", "if any(getattr(made, name) != getattr(now, name) for name in PIECES):", "if False:", FRESH),
    M("fresh.py", 'for name in ("title", "author", "language"):', 'for name in ("title", "language"):', FRESH),
    M("fresh.py", "(made.lufs, made.true_peak_dbtp, made.kbit_s) != (now.lufs, now.true_peak_dbtp, now.kbit_s)",
      "made.lufs != now.lufs", FRESH),
    M("fresh.py", "if (old.ai_text, old.ai_voice) != (show.ai.text, show.ai.voice):", "if False:", FRESH),
    # what carries over
    M("episode/identity.py", "        hidden=previous.hidden,\n", "", CARRY),
    M("episode/identity.py", "        guid=previous.guid,\n", "", CARRY),
    M("episode/identity.py", "        season=previous.season,\n", "", CARRY),
    M("episode/identity.py", "        reissue=previous.reissue,\n", "", CARRY),
    M("episode/identity.py", "        published=published,\n", "", CARRY),
    M("episode/identity.py", "        earlier = tuple(", "        tuple(", CARRY),
    M("episode/identity.py", "revision=episode.revision + 1", "revision=episode.revision", CARRY),
    M("episode/identity.py", "return theirs.reissue > ours.reissue", "return theirs.reissue < ours.reissue",
      CARRY + " targets/test_owner.py"),
    M("episode/identity.py", "return episode.revision, episode.updated", "return 0, episode.updated", CARRY),
    M("episode/identity.py", "return theirs.hidden and theirs.guid == ours.guid", "return theirs.guid == ours.guid", CARRY),
    M("episode/life.py", "if sent and is_listed(episode, now):", "if False:", "test_cli.py site/test_build.py"),
    M("episode/names.py", "sha256[:8]}{suffix}", "sha256[:4]}{suffix}", "episode/test_episode.py"),
    M("episode/believable.py", "elif audio.file != audio_name(slug, audio.sha256, suffix):", "elif False:", "episode/test_believable.py"),
    M("episode/believable.py", "if not 0 <= span.start_ms <= span.end_ms <= LONGEST_MS:", "if span.start_ms > LONGEST_MS:",
      "episode/test_believable.py"),
    M("episode/believable.py", "return at.utcoffset() is not None and", "return", "episode/test_believable.py"),
    M("episode/recover.py", 'published = listed[1] if listed else fields.get("published")', 'published = fields.get("published")',
      "episode/test_recover.py"),
    # what is published
    M("targets/bring.py", "    if name == FEED_FILE:\n        return 4\n", "    if name == FEED_FILE:\n        return 0\n", BRING),
    M("targets/bring.py", "    if _HASHED.search(name):\n        return 0\n", "    if _HASHED.search(name):\n        return 3\n", BRING),
    M("targets/bring.py", "== audio.sha256:\n                continue", "and path.stat().st_size == audio.size:\n                continue", BRING),
    M("targets/bring.py", "        if kept != self.known:\n            _write_manifest(self.storage, kept)\n", "", BRING),
    M("targets/bring.py", "if n.split(\"/\")[0] not in apart and n not in rejected}", "if n.split(\"/\")[0] not in apart}", BRING),
    M("targets/bring.py", "apart = self.waiting | self.damaged", "apart = self.waiting", "targets/test_verify.py"),
    M("status/__init__.py", "if work.folder.name in noted(show, REMOVED):", "if False:", "test_status.py"),
    M("targets/bring.py", "apart = self.waiting | self.damaged", "apart = self.damaged", BRING),
    M("targets/bring.py", "(self.prune and ours and name not in named)", "(self.prune and name not in named)", BRING),
    M("targets/bring.py", "            if found == sha256 and found.startswith(said):", "            if True:", BRING),
    M("targets/bring.py", "        if judge and (steps or gone):", "        if False and judge:", BRING),
    M("targets/bring.py", "refuse_unknown(show, target, unknown)", "pass", BRING),
    M("targets/seen.py", "and sha256_known(show, path) == audio.sha256", "", "targets/test_verify.py"),
    M("targets/hashes.py", "found[:-1] == stamp and", "", "targets/test_verify.py"),
    M("storage.py", "        part = f\"{folder}/.{last}.part\"\n", "        part = path\n", "targets/test_targets.py"),
    M("targets/fetch.py", "    if f\"{safe_name(theirs.slug)}/{EPISODE_FILE}\" != name:", "    if False:", "targets/test_fetch.py"),
    M("targets/prune.py", "in AUDIO and path.name not in named]", "in AUDIO]", "site/test_build.py test_render.py"),
    M("show/ledger.py", "_change(show, what, lambda known: known | added)", "_change(show, what, lambda known: added)",
      "show/test_ledger.py targets/test_owner.py"),
    # files
    M("disk.py", "        part.replace(path)\n", "        path.write_bytes(data)\n", "test_disk.py"),
    M("disk.py", "            part.unlink(missing_ok=True)\n", "            pass\n", "test_disk.py speak/test_store.py"),
    M("disk.py", "            return False\n    except", "            pass\n    except", "test_disk.py site/test_build.py"),
    M("show/lock.py", "        lock.acquire(timeout=timeout_s)\n", "", "show/test_lock.py"),
    M("show/leftovers.py", "not _lives(int(match[1])) or", "True or", "show/test_leftovers.py"),
    M("yaml_text.py", "        if size > EXPANDED:", "        if False:", "test_yaml_text.py"),
    # speaking
    M("speak/store.py", 'json.dumps([identity, request.engine, request.voice, request.payload]', 'json.dumps([request.engine, request.voice, request.payload]',
      "speak/test_store.py"),
    M("speak/store.py", 'or label["sha256"] != hashlib.sha256(pcm).hexdigest()', "", "speak/test_store.py"),
    M("service/limit.py", "            self.failed_in_a_row = 0\n            self.at_once = min", "            self.at_once = min", WORK),
    M("service/work.py", "job.faulty >= policy.faulty", "False", WORK),
    M("service/work.py", "if job.failed >= policy.attempts or", "if", WORK + " test_faults.py"),
    M("service/work.py", "if in_a_row >= policy.dead_after:", "if False:", WORK),
    M("service/limit.py", "self.not_before = max(self.not_before, now + retry_after_s)", "pass", WORK),
    M("speak/work.py", "        if key not in clips\n", "", WORK),
    M("speak/verify.py", "MARKED = 0.85", "MARKED = 0.2", "speak/test_verify.py speak/test_edge.py"),
    M("speak/verify.py", "    _check_end(samples, rate)\n", "", "speak/test_verify.py"),
    M("speak/verify.py", "    _check_level(samples)\n", "", "speak/test_verify.py"),
    M("speak/verify.py", "    if samples > longest_s * rate:", "    if False:", "speak/test_verify.py"),
    M("speak/verify.py", "least_ms <= spoken_ms <=", "0 <= spoken_ms <=", "speak/test_verify.py"),
    M("speak/choose.py", "Voice(engine, known[name], **settings)", "Voice(engine, known[name])", "speak/test_choose.py"),
    M("speak/choose.py", "if published and not engine_override:", "if False:", "speak/test_choose.py"),
    M("speak/costs.py", "price.million_characters * len(request.payload) / 1e6", "price.million_characters * len(request.payload) / 1e3",
      "speak/test_costs.py"),
    M("speak/costs.py", "price.minute * _expected_s(request, voice) / 60", "0.0", "speak/test_costs.py"),
    M("service/openai_server.py", "follow_redirects=False", "follow_redirects=True", "speak/test_openai_speech.py"),
    M("speak/openai_speech.py", '"tts-1-hd": Price(million_characters=30.0)', '"tts-1-hd": Price(million_characters=15.0)', "speak/test_costs.py speak/test_openai_speech.py"),
    M("speak/edge.py", "            if req.url.host != host:", "            if False:", "speak/test_edge.py"),
    M("speak/edge.py", 'if client.state.get("cumulative_audio_bytes", len(data)) != len(data):', "if False:", "speak/test_edge.py"),
    # mixing
    M("mix/limiter.py", "need = ceiling / np.maximum(peaks(louder, ceiling), ceiling)", "need = np.ones(sound.shape[1] // PER_MS)", MASTER),
    M("mix/limiter.py", "louder = sound * np.float32(linear(gain_db))", "louder = sound * np.float32(1)", MASTER),
    M("mix/voice.py", ".fade_in(_FADE_MS).fade_out(_FADE_MS)", ".fade_out(_FADE_MS)", LINE + " " + MASTER),
    M("mix/voice.py", ".fade_in(_FADE_MS).fade_out(_FADE_MS)", ".fade_in(_FADE_MS)", LINE + " " + MASTER),
    M("mix/samples.py", "gain = np.float32(linear(placement.gain_db))", "gain = np.float32(1)", MASTER),
    M("mix/layout.py", "at = self._placed[-1].end + utterance.pause_after_ms * PER_MS", "at = self._placed[-1].end", LINE),
    M("mix/layout.py", "(down, DOWN_DB)", "(down, UP_DB)", "mix/test_mix_music.py"),
    M("mix/timeline.py", "before = min(BEFORE, a) if leaning[n] else 0", "before = 0", "mix/test_mix_music.py"),
    M("mix/layout.py", "BEFORE_CLOSING_MS = 700", "BEFORE_CLOSING_MS = 0", LINE),
    M("mix/mastering.py", "abs(off_lu) <= _TOLERANCE_LU and peak <= self._loudness.true_peak_dbtp:", "True:", MASTER),
    M("mix/mastering.py", "        path.unlink(missing_ok=True)\n", "        pass\n", MASTER),
    M("mix/balance.py", "integrated([levels]) - MUSIC_LU", "integrated([levels])", MASTER + " mix/test_mix_music.py"),
    M("mix/cues.py", "        found.append(max(low, min(time, end - (count + 1 - n))))\n", "        found.append(time)\n", "mix/test_mix_cues.py"),
    M("mix/cues.py", "            shown[n - 1] = _followed(shown[n - 1], line[at:start])\n", "            pass\n", "mix/test_mix_cues.py"),
    M("mix/voice.py", "return np.asarray(np.fft.irfft(kept, fine) * np.float32(fine / size), np.float32)",
      "return np.asarray(np.repeat(np.fft.irfft(spectrum, size), max(1, fine // size))[:fine], np.float32)", VOICE),
    M("mix/layout.py", "_UP_MS = 350, 500", "_UP_MS = 350, 600", SCORE),
    M("mix/layout.py", "_DOWN_MS, _UP_MS = 350", "_DOWN_MS, _UP_MS = 450", SCORE),
    M("mix/layout.py", "UP_DB, DOWN_DB = -6.0, -19.0", "UP_DB, DOWN_DB = -6.0, -13.0", SCORE),
    M("mix/layout.py", "_SHIFT = 7 * PER_MS", "_SHIFT = 12 * PER_MS", LINE + " " + VOICE),
    M("mix/layout.py", "end + half, before.chapter).end + rest", "end, before.chapter).end + rest", SCORE),
    M("mix/timeline.py", "(start // PER_MS for start in", "(start // PER_MS + 2 for start in", MASTER),
    M("mix/cues.py", "times = [placement.start_ms, placement.end_ms]", "times = [placement.start_ms + 2, placement.end_ms]", MASTER),
    M("mix/encode.py", "packet.set_sidedata(_delay(mp3))", "pass", MASTER + " " + VOICE),
    M("mix/encode.py", "whole *= np.float32(1 / _lame_scale(coded))", "pass", MASTER),
    M("mix/balance.py", "_levelled(level - usual, lufs - usual)", "_levelled(level - usual, 3.0)", VOICE),
    M("mix/balance.py", "_ALIVE_LU = 1.0", "_ALIVE_LU = 3.0", VOICE),
    M("mix/mastering.py", "_TOLERANCE_LU = 0.3", "_TOLERANCE_LU = 1.0", MASTER + " " + VOICE),
    M("mix/mastering.py", "if peak <= limit_db:\n                break", "if True:\n                break", MASTER + " " + VOICE),
    M("mix/music.py", "rise = _rise(over)", "rise = np.ones(over, np.float32)", SCORE),
    M("mix/music.py", "curve[part][:count] *= _rise(count)", "pass", SCORE),
    M("mix/further.py", "if heard.true_peak_dbtp <= limit_dbtp:", "if True:", "mix/test_mix_further.py"),
    # content credentials, and what is checked of further forms
    M("credentials/embed.py", "size = len(frames) + len(frame) + length", "size = len(frames) + len(frame)", SIGNED),
    M("credentials/embed.py", "return AI if ai_voice else AI_IN_PART", "return AI if ai_text else AI_IN_PART", SIGNED),
    M("credentials/certificate.py", "if not begins <= now <= ends:", "if False:", "credentials/test_signer.py"),
    M("credentials/certificate.py", "if key.public_key() != certificate.public_key():", "if False:", "credentials/test_signer.py"),
    M("credentials/seal.py", "if form.file not in {each.file for each in self._published()}:", "if True:", SIGNED),
    M("credentials/seal.py", "and self._is_whole(a)", "", SIGNED),
    M("credentials/seal.py", "was.credentials == now.credentials", "True", SIGNED),
    M("check/alternate.py", "apart <= APART_S", "True", "check/test_check_further.py"),
    M("check/alternate.py", "form.length == str(head.size)", "True", "check/test_check_further.py"),
    M("check/alternate.py", "sha256 in form.sha256", "True", "check/test_check_further.py"),
    M("check/credentials.py", "not verdict.problems, where", "True, where", "check/test_check_further.py"),
    # what is read and shown
    M("site/captions.py", "out[-1] = replace(out[-1], end_ms=start)", "pass", "site/test_captions.py"),
    M("site/captions.py", "LINES = 32, 2", "LINES = 32, 3", "site/test_captions.py"),
    M("site/feed.py", "    feed.link(href=home, rel=\"alternate\")", "    feed.link(href=document.url, rel=\"alternate\")", "site/test_feed.py"),
    M("site/feed.py", "str(round(episode.audio.duration_ms / 1000))", "str(episode.audio.duration_ms)", "site/test_feed.py"),
    M("site/entries.py", ", reverse=True)", ")", "site/test_feed.py site/test_build.py"),
    M("site/catalogue.py", "if is_listed(entry.episode, now):", "if True:", "site/test_build.py"),
    M("write/refresh.py", '        return Refreshed(script, "kept-edited-stale" if changed else "kept")\n', '        return Refreshed(script, "kept")\n', "write/test_write_refresh.py"),
    M("write/refresh.py", "        if save and edited(text):\n            write_whole(_beside(path), text)\n", "", "write/test_write_refresh.py"),
    M("library.py", "(0, int(p), \"\") if", "(0, 0, p) if", "test_status.py test_cli.py"),
)  # fmt: skip
