"""Our table of Kokoro's Mandarin phonemes beside misaki's: every syllable that pypinyin knows, in five tones.

pip install 'misaki[zh]==0.9.4'        # Python 3.11 or 3.12
python bench/kokoro_phonemes.py
"""

from __future__ import annotations

from misaki.zh import ZHG2P
from pypinyin.contrib.tone_convert import to_normal
from pypinyin.pinyin_dict import pinyin_dict

from podcast.speak.kokoro.phonemes import syllable

EMPTY_MARK = chr(815)  # misaki leaves it behind zero finals and takes it out of whole texts


def main() -> None:
    bases = sorted({to_normal(p, v_to_u=False) for row in pinyin_dict.values() for p in row.split(",")})
    told = {base + tone: ZHG2P.py2ipa(base + tone).replace(EMPTY_MARK, "") for base in bases for tone in "12345"}
    differ = {pinyin: (sounds, syllable(pinyin)) for pinyin, sounds in told.items() if syllable(pinyin) != sounds}
    print(f"{len(told)} syllables of {len(bases)} spellings, {len(differ)} differ")
    for pinyin, (misaki, ours) in differ.items():
        print(f"  {pinyin:8} misaki {misaki:8} ours {ours}")


if __name__ == "__main__":
    main()
