"""show.yaml and voices.yaml: a fault is told with file and line, in one sentence."""

from __future__ import annotations

from pathlib import Path

import pytest

from podcast.errors import ConfigError
from podcast.show import Credentials, EngineSettings, Music
from podcast.show.lexicon_file import set_word
from podcast.show.settings import find_root, load
from podcast.speak.engines import known_to_settings

SHOW = "title: 早報\nauthor: 編輯室\ndescription: 每天的新聞。\n"
NO_VOICE = "speakers:\n  host:\n    name: 主持人\n    voices: []\n"
VOICES = "speakers:\n  host:\n    name: 主持人\n    voices:\n      - engine: kokoro\n        voice: zm_yunyang\n"


def write(root: Path, show: str = SHOW, voices: str = VOICES) -> Path:
    (root / "show.yaml").write_text(show, encoding="utf-8")
    (root / "voices.yaml").write_text(voices, encoding="utf-8")
    return root


def test_the_least_show_has_sensible_values(tmp_path: Path) -> None:
    show = load(write(tmp_path))
    assert (show.language, show.form, show.loudness.lufs, show.ai.text) == ("zh-TW", "full", -16, True)
    assert show.speaker("host").voices[0].voice == "zm_yunyang"


def test_a_network_of_ones_own_lies_beside_voices_yaml_or_where_its_path_says(tmp_path: Path) -> None:
    assert load(write(tmp_path)).network is None
    assert load(write(tmp_path, voices=VOICES + "network: a/b.onnx\n")).network == tmp_path / "a" / "b.onnx"
    elsewhere = tmp_path.parent / "b.onnx"
    assert load(write(tmp_path, voices=f"{VOICES}network: '{elsewhere}'\n")).network == elsewhere


@pytest.mark.parametrize("word", ["off", "false", "no", "none", "Off", "''"])
def test_one_word_switches_all_music_off_or_a_piece_of_it(tmp_path: Path, word: str) -> None:
    assert set(load(write(tmp_path, f"{SHOW}music: {word}\n")).music.pieces().values()) == {""}
    assert load(write(tmp_path, f"{SHOW}music:\n  bed: {word}\n")).music.pieces() == {
        "opening": None, "bed": "", "sting": None, "closing": None,
    }  # fmt: skip


SIGNED = SHOW + "credentials: {certificate: certs/show.pem, key: %s}\n"


def test_credentials_name_a_certificate_and_its_key(tmp_path: Path) -> None:
    assert load(write(tmp_path)).credentials is None
    assert load(write(tmp_path, SIGNED % "env:KEY")).credentials == Credentials("certs/show.pem", "env:KEY")
    assert load(write(tmp_path, SIGNED % "/etc/show.key")).credentials.key == "/etc/show.key"


@pytest.mark.parametrize(
    ("more", "message"),
    [
        (SIGNED % "feed/show.key", r"show.yaml, line 4: “credentials.key” must not lie in feed/"),
        (SIGNED % "digests/../feed/EP1/show.key", "must not lie in feed/"),
        (SIGNED % "'-----BEGIN PRIVATE KEY-----'", "must be the path of a file, found the key itself"),
        (SIGNED % "''", "“credentials.key” must be the path of a file, found ''"),
        (SIGNED % "'env:'", "“credentials.key” must be the path of a file, found 'env:'"),
        (SIGNED % "a.key, timestamp: ftp://a", "“credentials.timestamp” must be like https://time.example/"),
        (SHOW + "credentials: {certificate: a.pem}\n", "“credentials.key” is missing"),
        (SHOW + "credentials: {certificate: a.pem, kye: b}\n", "“credentials.kye” is not a setting; did you mean"),
        (SHOW + "credentials: a.pem\n", "“credentials” must hold lines of its own, .* of certificate, key, timestamp"),
    ],
)
def test_a_fault_in_credentials_is_told(tmp_path: Path, more: str, message: str) -> None:
    with pytest.raises(ConfigError, match=message):
        load(write(tmp_path, more))


@pytest.mark.parametrize("word", ["on", "true", "yes"])
def test_one_word_switches_a_piece_of_ours_on_again(tmp_path: Path, word: str) -> None:
    music = load(write(tmp_path, f"{SHOW}music:\n  opening: a.mp3\n  bed: {word}\n")).music
    assert music.pieces() == {"opening": "a.mp3", "bed": None, "sting": "", "closing": None}
    assert load(write(tmp_path, f"{SHOW}music: {word}\n")).music.pieces() == Music().pieces()


def test_categories_and_address_are_put_in_form(tmp_path: Path) -> None:
    more = "address: https://example.org/show\ncategories:\n  - [News, Tech News]\n  - Technology\n"
    show = load(write(tmp_path, SHOW + more))
    assert show.address == "https://example.org/show/"
    assert show.categories == (("News", "Tech News"), ("Technology",))


@pytest.mark.parametrize(
    ("show", "voices", "said"),
    [
        (SHOW + "formm: short\n", VOICES, ["show.yaml, line 4", "form"]),
        (SHOW + "form: long\n", VOICES, ["show.yaml, line 4", "full"]),
        (SHOW + "loudness:\n  lufs: quiet\n", VOICES, ["show.yaml, line 5", "loudness.lufs"]),
        (SHOW + "address: podcast.example\n", VOICES, ["show.yaml, line 4", "https://"]),
        (SHOW + "timezone: Asia/Taipeh\n", VOICES, ["show.yaml, line 4", "Asia/Taipei"]),
        ("author: a\ndescription: b\n", VOICES, ["show.yaml", "title", "missing"]),
        ("title: [1\n", VOICES, ["show.yaml, line"]),
        ("title: a\nauthor\ndescription: b\n", VOICES, ["show.yaml, line 2"]),
        ("- a\n", VOICES, ["show.yaml, line 1"]),
        (SHOW + "email: notmail\n", VOICES, ["show.yaml, line 4", "me@example.org"]),
        (SHOW + "loudness:\n  kbit_s: 7\n", VOICES, ["show.yaml, line 5", "128"]),
        (SHOW + "loudness:\n  lufs: 16\n", VOICES, ["show.yaml, line 5", "“lufs” is -40 to -5, found 16"]),
        (SHOW + "loudness:\n  true_peak_dbtp: 1\n", VOICES, ["show.yaml, line 5", "-20 to 0, found 1"]),
        (SHOW + "loudness:\n  lufs: .nan\n", VOICES, ["“lufs” is -40 to -5"]),
        (SHOW + "music:\n  beds: off\n", VOICES, ["show.yaml, line 5", "“music.beds” is not a setting", "“bed”"]),
        (SHOW + "music: [a]\n", VOICES, ["show.yaml, line 4", "music"]),
        (SHOW + "pauses:\n  point: -1\n", VOICES, ["show.yaml, line 5", "“point” is 0 to 20000", "-1"]),
        (SHOW + "pauses:\n  points: 1\n", VOICES, ["show.yaml, line 5", "“point”"]),
        (SHOW + "categories:\n  - Technology\n  - [News, Tec News]\n", VOICES, ["line 6", "did you mean “Tech News”"]),
        (SHOW + "categories: [[]]\n", VOICES, ["line 4", "no category"]),
        (SHOW + "categories: [Tecnology]\n", VOICES, ["line 4", "did you mean “Technology”"]),
        (SHOW, "speakers: {}\n", ["voices.yaml, line 1", "speaker"]),
        (SHOW, VOICES.replace("voice: zm", "voise: zm"), ["voices.yaml, line 6", "voice"]),
        (SHOW, VOICES + "lexikon: {}\n", ["voices.yaml, line 7", "lexicon"]),
        (SHOW, VOICES + "lexicon:\n  NO: 1\n", ["voices.yaml, line 8", "quotes"]),
        (SHOW, VOICES + "network: [a]\n", ["voices.yaml, line 7", "“network” must be the path of a file"]),
        (SHOW, VOICES + "network: ''\n", ["voices.yaml, line 7", "“network” must be the path of a file"]),
        (SHOW + "network: a.onnx\n", VOICES, ["show.yaml, line 4", "see voices.yaml"]),
        (SHOW, NO_VOICE, ["voices.yaml", "no voice"]),
    ],
)  # fmt: skip
def test_a_fault_names_file_line_and_what_to_do(tmp_path: Path, show: str, voices: str, said: list[str]) -> None:
    with pytest.raises(ConfigError) as error:
        load(write(tmp_path, show, voices))
    for part in said:
        assert part in str(error.value)
    assert "\n" not in str(error.value)


@pytest.mark.parametrize(
    ("voices", "said"),
    [
        (VOICES.replace("zm_yunyang", "zm_nobody"), ["line 5", "“kokoro”", "zm_yunyang"]),
        (VOICES.replace("kokoro", "kokro"), ["line 5", "“kokro”", "edge, kokoro"]),
    ],
)
def test_a_voice_that_cannot_be_is_told_on_load(tmp_path: Path, voices: str, said: list[str]) -> None:
    engines = {"edge": EngineSettings(), "kokoro": EngineSettings(("zm_yunyang",))}
    load(write(tmp_path, voices=VOICES), engines)
    load(write(tmp_path, voices=VOICES.replace("kokoro", "edge")), engines)  # its list may change any day
    with pytest.raises(ConfigError) as error:
        load(write(tmp_path, voices=voices), engines)
    assert all(part in str(error.value) for part in ("voices.yaml", *said))


@pytest.mark.parametrize(
    ("setting", "said"),
    [
        ('rate: "+10 %"', "“rate” must be like “+10%” or “-5%”, found '+10 %'"),
        ("rate: fast", "“rate” must be like"),
        ('rate: "10%"', "“rate” must be like"),
        ('rate: "+１０%"', "“rate” must be like"),
        ('volume: "-5"', "“volume” must be like"),
        ("pitch: +5hz", "“pitch” must be like “+5Hz” or “-5Hz”, found '+5hz'"),
        ('pitch: "+5Hz\\n"', "“pitch” must be like"),
        ("speed: 0", "“speed” must be 0.25 to 4, found 0"),
        ("speed: -1", "“speed” must be"),
        ("speed: 4.5", "“speed” must be"),
        ("speed: .nan", "“speed” must be"),
    ],
)
def test_a_mistyped_setting_of_a_voice_is_told_with_its_line(tmp_path: Path, setting: str, said: str) -> None:
    with pytest.raises(ConfigError) as error:
        load(write(tmp_path, voices=f"{VOICES}        {setting}\n"), known_to_settings())
    assert str(error.value).startswith(f"voices.yaml, line 7: {said}")


def test_settings_that_an_engine_takes_are_kept(tmp_path: Path) -> None:
    settings = "engine: edge, voice: x, rate: -100%, volume: +0%, pitch: -12Hz"
    voices = f"{VOICES}      - {{{settings}}}\n      - {{engine: openai, voice: y, speed: 0.25}}\n"
    _, edge, openai = load(write(tmp_path, voices=voices), known_to_settings()).speaker("host").voices
    assert (edge.rate, edge.volume, edge.pitch, openai.speed) == ("-100%", "+0%", "-12Hz", 0.25)


def test_a_missing_or_foreign_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match=r"show\.yaml is missing"):
        load(tmp_path)
    write(tmp_path)
    (tmp_path / "voices.yaml").write_bytes("speakers: 主".encode("big5"))
    with pytest.raises(ConfigError, match="not UTF-8"):
        load(tmp_path)
    with pytest.raises(ConfigError, match="podcast init"):
        find_root(tmp_path.parent / "nowhere")


@pytest.mark.parametrize(
    "before",
    [
        "",
        "lexicon:\n",
        "lexicon: {}\n",
        "lexicon:\n  # mine\n  Scale AI: Scale A I  # said so\n  樂隊: yue4 dui4\n",
        "lexicon:\n    a: b",
    ],
)
def test_a_word_goes_into_the_lexicon_and_nothing_else_changes(tmp_path: Path, before: str) -> None:
    write(tmp_path, voices=VOICES + before)
    set_word(tmp_path, "樂隊", "ㄩㄝˋ ㄉㄨㄟˋ")
    set_word(tmp_path, "NO", "N O")
    lexicon = dict(load(tmp_path).lexicon)
    assert (lexicon["樂隊"], lexicon["NO"]) == ("ㄩㄝˋ ㄉㄨㄟˋ", "N O")
    after = (tmp_path / "voices.yaml").read_text(encoding="utf-8")
    assert after.startswith(VOICES)
    kept = [line for line in before.splitlines() if "樂隊" not in line and line not in ("lexicon:", "lexicon: {}")]
    assert all(line in after.splitlines() for line in kept)


def test_a_word_that_would_not_load_changes_nothing(tmp_path: Path) -> None:
    write(tmp_path, voices=VOICES + "lexicon: {a: b}\n")
    before = (tmp_path / "voices.yaml").read_bytes()
    with pytest.raises(ConfigError):
        set_word(tmp_path, "樂隊", "ㄩㄝˋ ㄉㄨㄟˋ")
    assert (tmp_path / "voices.yaml").read_bytes() == before


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("music: of", "“music” must hold lines of its own, `name: value`, of opening, closing, bed, sting or be off"),
        ("pauses: 5", "“pauses” must hold lines of its own, `name: value`, of "),
        ("pauses: {story: x}", "“pauses.story” must be a whole number, found 'x'"),
        ("budget: viel", "“budget” must be a number"),
        ("hosts: x", "“hosts” must be a list"),
        ("music: {opening: 3}", "“music.opening” must be text"),
        ("ai: {text: vielleicht}", "“ai.text” must be true or false"),
    ],
)
def test_what_belongs_there_is_said_in_plain_words(tmp_path: Path, line: str, told: str) -> None:
    with pytest.raises(ConfigError) as caught:
        load(write(tmp_path, SHOW + line + "\n"))
    assert f"show.yaml, line 4: {told}" in str(caught.value)
