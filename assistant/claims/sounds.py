"""Does a Latin name sound like a Hangul one: Vaiv and 바이브, KLleon and 클레온."""

import re
from collections.abc import Iterable
from functools import lru_cache

_INITIAL = "k k n t t l m p p s s - c c c k t p h".split()
_FINAL = "- k k k n n n t l k m l l l p l m p p t t m t t k t p h".split()
_LATIN = {
    "b": "p", "v": "p", "f": "p", "p": "p", "d": "t", "t": "t", "g": "k", "k": "k", "q": "k",
    "c": "k", "x": "ks", "j": "c", "z": "c", "s": "s", "r": "l", "l": "l", "n": "n", "m": "m",
    "h": "h",
}  # fmt: skip


def sounds_like(latin: str, hangul: Iterable[str]) -> bool:
    """Do the consonants of a Latin word run through some Hangul word?"""
    wanted = _consonants(latin)
    if len(wanted) < 2:
        return False
    return any("가" <= word[:1] <= "힣" and _close(wanted, _skeleton(word)) for word in hangul)


def _consonants(word: str) -> str:
    word = (
        re.sub("ch$", "k", word.lower())
        .replace("ch", "j")
        .replace("ph", "f")
        .replace("ng", "n")
        .replace("sh", "s")
    )
    return _squeezed("".join(_LATIN.get(letter, "-") for letter in word))


@lru_cache(maxsize=4096)
def _skeleton(word: str) -> str:
    letters = []
    for syllable in word:
        if "가" <= syllable <= "힣":
            code = ord(syllable) - 0xAC00
            letters += [_INITIAL[code // 588], "-", _FINAL[code % 28]]
    return _squeezed("".join(letters).replace("--", "-"))


def _close(wanted: str, skeleton: str) -> bool:
    # a transliteration drops h and final r, and writes j, z and ch as it likes
    if len(wanted) < 3:
        return wanted == skeleton
    return wanted in skeleton or _bare(wanted) != "" and _bare(wanted) in _bare(skeleton)


def _bare(letters: str) -> str:
    bare = letters.replace("h", "").replace("l", "").replace("c", "s")
    return bare if len(bare) > 2 else ""


def _squeezed(letters: str) -> str:
    """Neighbours that are equal count once; vowels only keep them apart."""
    kept = "".join(x for i, x in enumerate(letters) if i == 0 or letters[i - 1] != x)
    return kept.replace("-", "")
