"""What a model wrote, before its claims are looked at: is it an answer at all, and is it clean."""

import html
import re
import unicodedata
from collections import Counter
from collections.abc import Collection

from ingest import LANGUAGES, language, sentences

MAX_CHARACTERS = 4000
"""An answer from a handful of statements is shorter; more is a runaway."""
_SHORT = 12
"""Letters below which a language cannot be told."""
_LABEL = re.compile(r"[ \t]*\[\s*(\d{1,4}(?:\s*[,;]\s*\d{1,4})*)\s*\]")
_LETTER = re.compile(r"[^\W\d_]")
_HANGUL = re.compile("[가-힣]")
_FOREIGN = re.compile(
    "[\u0370-\u03ff\u0400-\u04ff\u0530-\u06ff\u0900-\u0dff\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff"
    "\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff]"
)
_ASIDE = re.compile(r"\([^()]*\)|«[^»]*»|\"[^\"]*\"|“[^”]*”|‘[^’]*’|'[^'\n]{2,60}'")

_BLOCK = re.compile(
    r"<(script|style|iframe|object|svg|video|audio|template|noscript)\b.*?(?:</\1\s*>|\Z)",
    re.IGNORECASE | re.DOTALL,
)
_COMMENT = re.compile(r"<!--.*?(?:-->|\Z)", re.DOTALL)
_TAG = re.compile(r"</?[A-Za-z!?][^<>]*(?:>|\Z)")
_DEFINITION = re.compile(r"^[ \t>]*\[[^\]\n]+\]:[^\n]*(?:\n[ \t]+[\"'(][^\n]*)?$", re.MULTILINE)
_IMAGE = re.compile(r"!\[([^\]]*)\](?:\((?:[^()]|\([^()]*\))*(?:\)|\Z)|\[[^\]]*\])?")
_INLINE = re.compile(r"\[([^\]\[]*)\]\((?:[^()]|\([^()]*\))*(?:\)|\Z)")
_REFERENCE = re.compile(r"\[([^\]\[]*[^\]\[\d\s,;][^\]\[]*)\](?:\[[^\]]*\])?")
_SCHEME = re.compile(
    r"<?\b(?:[a-z][a-z0-9+.-]{1,15}:)?//[^\s<>\"'”’»)\]]+>?"
    r"|\b(?:javascript|data|vbscript|file|blob|mailto|tel|ftp|about|ms-\w+):[^\s<>\"'”’»]+"
    r"|\bwww\.[^\s<>\"'”’»)\]]+",
    re.IGNORECASE,
)
_DOMAIN = re.compile(
    r"(?<![\w@.])(?:[a-z0-9](?:[a-z0-9-]{0,62}[a-z0-9])?\.){1,6}(?P<top>[a-z]{2,24})"
    r"(?::\d{1,5})?(?:[/?#][^\s<>\"'”’»)\]]*)?(?![\w@])",
    re.IGNORECASE,
)
_TOPS = frozenset(
    "com net org info biz io ai me co app dev xyz site online top shop club page link click live "
    "example test invalid localhost gov edu int mil kr fr uk us eu de jp cn ru ly gg to cc tv in "
    "ch be ca au nl it es se no fi pl cz at pt gr ie hk tw sg vn th id ph my mn asia mobi name pro "
    "tech store blog cloud space website world news zip mov sh so st ws la lol icu buzz work "
    "fund agency center email support help services solutions systems host press wiki evil".split()
)
_MAIL = re.compile(r"[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,5}")
_INVISIBLE = re.compile(
    "[\u0000-\u0008\u000b-\u001f\u007f\u00ad\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u206f"
    "\ufeff\U000e0000-\U000e007f]"
)
_FENCE = re.compile(r"^[ \t]*(?:```|~~~)[^\n]*$", re.MULTILINE)
_MATH = re.compile(r"\\(?:href|url|includegraphics)\s*(?:\[[^\]]*\])?\{[^{}]*\}(?:\{([^{}]*)\})?")


def fault(text: str, reply_language: str) -> str:
    """Why a draft is no answer, "" when it is one.

    One of empty, broken, bare_citation, loop, overlong, wrong_language.
    """
    stripped = text.strip()
    if not stripped or not any(c.isalnum() for c in stripped):
        return "empty"
    if "\ufffd" in text or _holds_surrogate(text) or _is_mojibake(text):
        return "broken"
    if not _LETTER.search(_LABEL.sub(" ", stripped)) and not any(
        c.isdigit() for c in _LABEL.sub(" ", stripped)
    ):
        return "bare_citation"
    if _repeats(stripped):
        return "loop"
    if len(stripped) > MAX_CHARACTERS:
        return "overlong"
    return "" if _speaks(stripped, reply_language) else "wrong_language"


def tidy(text: str, known_labels: Collection[str]) -> str:
    """The text without unknown labels and without anything that is, or could become, a link."""
    text = _INVISIBLE.sub("", unicodedata.normalize("NFC", text))
    for _ in range(3):  # what is escaped may hide a tag, and a tag may hide another
        cleaned = _once(html.unescape(text))
        if cleaned == text:
            break
        text = cleaned
    known = {str(label) for label in known_labels}
    text = _LABEL.sub(lambda match: _labels(match, known), text)
    text = re.sub(r"\(\s*[,;]?\s*\)|«\s*»|<\s*>", "", text)
    text = re.sub(r"[ \t]+([.,)])", r"\1", re.sub(r"[ \t]{2,}", " ", text))
    return re.sub(r"\n{3,}", "\n\n", text).strip()


def _once(text: str) -> str:
    text = _INVISIBLE.sub("", text)
    text = _COMMENT.sub(" ", _BLOCK.sub(" ", text))
    text = _DEFINITION.sub("", text)
    text = _IMAGE.sub(" ", text)
    text = _INLINE.sub(r"\1", text)
    text = _MATH.sub(lambda match: match[1] or "", text)
    text = _MAIL.sub("", _SCHEME.sub("", text))
    text = _TAG.sub(" ", text)
    text = _DOMAIN.sub(_without_domain, text)
    text = _REFERENCE.sub(r"\1", text)
    return _FENCE.sub("", text).replace("`", "")


def _without_domain(match: re.Match[str]) -> str:
    top = match["top"].lower()
    return "" if top in _TOPS else match.group()


def _labels(match: re.Match[str], known: set[str]) -> str:
    kept = [number for number in re.findall(r"\d+", match[1]) if number in known]
    lead = " " if match.group()[0] in " \t" else ""
    return "".join(f"{lead if i == 0 else ''}[{number}]" for i, number in enumerate(kept))


def _holds_surrogate(text: str) -> bool:
    return any("\ud800" <= character <= "\udfff" for character in text)


def _is_mojibake(text: str) -> bool:
    """Is it UTF-8 read as Latin-1, as in "Ã©" and "ì\x9d¸"?"""
    return len(re.findall("[ÃÂìíëê][\u0080-\u00bf]|â€", text)) > 1


def _repeats(text: str) -> bool:
    """Does it go round in circles: a sentence, a run of words, or one sign again and again?"""
    if re.search(r"(\S)\1{11,}|(\S{2,12}?)\2{5,}", re.sub(r"\s+", "", text)):
        return True
    lines = [re.sub(r"\W+", " ", text[s:e]).strip().casefold() for s, e in sentences(text)]
    counted = Counter(line for line in lines if len(line) > 8)
    if counted and max(counted.values()) >= 3:
        return True
    if counted and any(a == b and len(a) > 24 for a, b in zip(lines, lines[1:], strict=False)):
        return True
    words = _LABEL.sub(" ", text).casefold().split()
    for size in (1, 2, 3, 4, 6, 8):
        if _runs(words, size):
            return True
    grams = Counter(tuple(words[i : i + 6]) for i in range(len(words) - 5))
    return bool(grams) and max(grams.values()) >= 4


def _runs(words: list[str], size: int) -> bool:
    """Is a group of words said four times (a longer one three times) without a pause?"""
    times = 4 if size < 4 else 3
    for start in range(len(words) - size * times + 1):
        group = words[start : start + size]
        if not any(_LETTER.search(word) for word in group):
            continue
        if all(words[start + size * k : start + size * (k + 1)] == group for k in range(times)):
            return True
    return False


def _speaks(text: str, wanted: str) -> bool:
    """Is every sentence in the wanted language and script? Quoted and bracketed words are free."""
    if wanted not in LANGUAGES:
        return True
    text = _LABEL.sub(" ", text)
    bare = _ASIDE.sub(" ", text)
    if _FOREIGN.search(bare) or len(_FOREIGN.findall(text)) > 8:
        return False
    for start, end in sentences(bare):
        if not _sentence_speaks(bare[start:end], wanted):
            return False
    return True


def _sentence_speaks(sentence: str, wanted: str) -> bool:
    letters, hangul = len(_LETTER.findall(sentence)), len(_HANGUL.findall(sentence))
    if letters < _SHORT:
        return True
    if wanted == "ko":
        # a Hangul syllable says about what two or three Latin letters do
        return 2.5 * hangul >= letters - hangul or _is_name_list(sentence)
    words = re.findall(r"[^\W\d_]+", re.sub("[가-힣]+", " ", sentence))
    lower = sum(word.islower() for word in words)
    if 2.5 * hangul > letters - hangul and lower < 2:
        return False
    if lower < 4:
        return True
    found = language.detect(re.sub("[가-힣]+", " ", sentence), wanted)
    return found == wanted and language.detect_other(sentence) is None


def _is_name_list(sentence: str) -> bool:
    words = re.findall(r"[^\W\d_]+", sentence)
    return bool(_HANGUL.search(sentence)) and sum(w.islower() for w in words) < 4
