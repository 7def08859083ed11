"""What several tests make in code: a small encoder, a PDF, a corpus of two briefs."""

import hashlib
import os
import re
import shutil
import socket
import sqlite3
from collections.abc import Iterable, Sequence
from contextlib import closing
from pathlib import Path

import numpy as np

ROOT = Path(__file__).resolve().parents[1]
CORPUS = ROOT / "corpus"
KEPT = Path(os.environ.get("INJAE_HOME") or ROOT / ".injae").resolve() / "encoders"
"""The encoder of this checkout, where `make setup` has made it."""

_FRONT_MATTER = """---
id: demo
language: LANGUAGE
title: "TITLE"
audience: [student]
issuers: [mss]
as_of: 2026-01-15
contact: {name: "1345", phone: "1345"}
sources:
  - {id: paper, title: "T", publisher: "P", date: 2026-01-15, url: "https://e.kr/a", kind: press}
---""".split("\n")
FIRST_STATEMENT = len(_FRONT_MATTER) + 3
"""The line of a made brief's first statement; the others follow."""
_ATTRIBUTES = (
    "#grant sources=paper from=2026-01-01",
    "#old-grant sources=paper until=2025-12-31 replaced-by=#grant",
    '#age sources=paper condition="age<40"',
    "#pass-mark sources=paper disputed",
    "#count gap",
)
_DEMO = {
    "en": (
        "Demo grant",
        "Money",
        "Since 1 January 2026 the Demo grant pays KRW 5 million under visa D-10.",
        "Until 31 December 2025 the Demo grant paid KRW 3 million.",
        "For the Demo grant one must be under 40.",
        "Sources disagree whether the Demo grant asks for 60 or 70 points.",
        "No source consulted says how many Demo grants were given in 2025.",
    ),
    "fr": (
        "Bourse Demo",
        "Argent",
        "Depuis le 1er janvier 2026, la bourse Demo verse 5 millions de wons avec un visa D-10.",
        "Jusqu'au 31 décembre 2025, la bourse Demo versait 3 millions de wons.",
        "Pour la bourse Demo, il faut avoir moins de 40 ans.",
        "Les sources divergent : la bourse Demo demanderait 60 ou 70 points.",
        "Aucune source consultée ne dit combien de bourses Demo ont été données en 2025.",
    ),
    "ko": (
        "데모 장학금",
        "금액",
        "2026년 1월 1일부터 데모 장학금은 D-10 비자로 500만 원을 지급합니다.",
        "2025년 12월 31일까지 데모 장학금은 300만 원을 지급했습니다.",
        "데모 장학금은 40세 미만이어야 합니다.",
        "데모 장학금의 기준이 60점인지 70점인지는 자료마다 다릅니다.",
        "2025년에 데모 장학금이 몇 건 지급되었는지 밝힌 자료는 없습니다.",
    ),
}
_GLOSSARY = """id,kind,ko,en,fr,aliases,note
mss,organisation,중소벤처기업부,Ministry of SMEs and Startups,ministère des PME,MSS|중기부,
demo,program,데모 장학금,Demo grant,bourse Demo,,
luton,company,뤼튼테크놀로지스,Wrtn Technologies,Wrtn Technologies,Luton|뤼튼|Wrtn,
"""
_WORD = re.compile(r"[^\W\d_]+|\d")


def make_tiny_encoder(folder: Path, dimensions: int = 64) -> Path:
    """A real sentence-transformers folder: the mean of a hash vector a word, in any script."""
    import torch
    from sentence_transformers import SentenceTransformer
    from sentence_transformers.sentence_transformer.modules import Normalize, StaticEmbedding
    from tokenizers import Tokenizer
    from tokenizers.models import WordPiece
    from tokenizers.normalizers import NFC, Lowercase
    from tokenizers.normalizers import Sequence as Steps
    from tokenizers.pre_tokenizers import BertPreTokenizer

    pieces = ["[UNK]", *_words(), *_characters()]
    vocabulary = {piece: number for number, piece in enumerate(dict.fromkeys(pieces))}
    model = WordPiece(vocabulary, unk_token="[UNK]", max_input_chars_per_word=200)
    tokenizer = Tokenizer(model)
    tokenizer.normalizer = Steps([NFC(), Lowercase()])
    tokenizer.pre_tokenizer = BertPreTokenizer()
    weights = np.stack([_hash_vector(piece, dimensions) for piece in vocabulary])
    embedding = StaticEmbedding(tokenizer, embedding_weights=torch.from_numpy(weights))
    SentenceTransformer(modules=[embedding, Normalize()], device="cpu").save(str(folder))
    return folder


def make_tiny_reranker(folder: Path) -> Path:
    """A real CrossEncoder folder: one layer, and weights that a seed gave."""
    import torch
    from sentence_transformers import CrossEncoder
    from tokenizers import Tokenizer
    from tokenizers.models import WordPiece
    from tokenizers.pre_tokenizers import BertPreTokenizer
    from transformers import BertConfig, BertForSequenceClassification, PreTrainedTokenizerFast

    marks = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]"]
    vocabulary = {piece: i for i, piece in enumerate(dict.fromkeys([*marks, *_characters()]))}
    tokenizer = Tokenizer(WordPiece(vocabulary, unk_token="[UNK]", max_input_chars_per_word=200))
    tokenizer.pre_tokenizer = BertPreTokenizer()
    names = dict(zip(("pad", "unk", "cls", "sep", "mask"), marks, strict=True))
    fast = PreTrainedTokenizerFast(
        tokenizer_object=tokenizer, **{f"{name}_token": mark for name, mark in names.items()}
    )
    torch.manual_seed(7)
    config = BertConfig(
        vocab_size=len(vocabulary),
        hidden_size=16,
        num_hidden_layers=1,
        num_attention_heads=2,
        intermediate_size=32,
        num_labels=1,
        initializer_range=0.5,
    )
    BertForSequenceClassification(config).save_pretrained(folder / "bert")
    fast.save_pretrained(folder / "bert")
    CrossEncoder(str(folder / "bert"), device="cpu", max_length=128).save_pretrained(str(folder))
    return folder


def share_encoder(home: Path) -> Path:
    """Give a home the converted encoder of this checkout, and a copy of its vectors."""
    encoders = home / "encoders"
    encoders.mkdir(parents=True, exist_ok=True)
    if not KEPT.is_dir():
        return home
    for item in KEPT.iterdir():
        if item.is_dir() and not item.name.endswith(".partial"):
            (encoders / item.name).symlink_to(item)
    if (KEPT / "vectors.sqlite").exists():
        # a copy: what tests encode is not for the checkout, and others may write to it now
        with (
            closing(sqlite3.connect(f"file:{KEPT / 'vectors.sqlite'}?mode=ro", uri=True)) as kept,
            closing(sqlite3.connect(encoders / "vectors.sqlite")) as copy,
        ):
            kept.backup(copy)
    return home


def make_pdf(pages: Sequence[Iterable[str]], title: str = "") -> bytes:
    """A PDF with a text layer, Helvetica, one line of text a string."""
    kids = " ".join(f"{4 + 2 * i} 0 R" for i in range(len(pages)))
    objects = [
        "<< /Type /Catalog /Pages 2 0 R >>",
        f"<< /Type /Pages /Count {len(pages)} /Kids [{kids}] >>",
        "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
    ]
    for number, lines in enumerate(pages):
        shown = "".join(f"({_escaped(line)}) Tj T*\n" for line in lines)
        stream = f"BT /F1 11 Tf 14 TL 50 780 Td\n{shown}ET"
        objects += [
            "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] "
            f"/Resources << /Font << /F1 3 0 R >> >> /Contents {5 + 2 * number} 0 R >>",
            f"<< /Length {len(stream)} >>\nstream\n{stream}\nendstream",
        ]
    objects.append(f"<< /Title ({_escaped(title)}) >>")
    return _assembled(objects)


def make_corpus(folder: Path) -> Path:
    """A small corpus without fault: one brief in three languages, and a glossary of three rows."""
    briefs = folder / "briefs" / "students"
    briefs.mkdir(parents=True)
    for language, (title, heading, *statements) in _DEMO.items():
        lines = [*_FRONT_MATTER, "", f"## {heading} {{#money}}"]
        lines += [f"- {s} {{{a}}}" for s, a in zip(statements, _ATTRIBUTES, strict=True)]
        text = "\n".join(lines).replace("LANGUAGE", language).replace("TITLE", title)
        (briefs / f"demo.{language}.md").write_text(text + "\n", encoding="utf-8")
    (folder / "glossary.csv").write_text(_GLOSSARY, encoding="utf-8")
    return folder


def free_port() -> int:
    """A loopback port that nobody listens on."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return int(listener.getsockname()[1])


def copy_briefs(folder: Path, names: Iterable[str]) -> Path:
    """A corpus of a few real briefs, `area/id`, in their languages, with the glossary."""
    for name in names:
        for path in sorted((CORPUS / "briefs").glob(f"{name}.*.md")):
            target = folder / path.relative_to(CORPUS)
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(path, target)
    shutil.copy(CORPUS / "glossary.csv", folder / "glossary.csv")
    return folder


def _words() -> list[str]:
    texts = (path.read_text(encoding="utf-8").lower() for path in CORPUS.rglob("*.md"))
    return sorted({word for text in texts for word in _WORD.findall(text)})


def _characters() -> list[str]:
    ranges = ((33, 0x180), (0x3131, 0x3164), (0xAC00, 0xD7A4))
    single = [chr(code) for start, end in ranges for code in range(start, end)]
    return single + [f"##{character}" for character in single]


def _hash_vector(piece: str, dimensions: int) -> "np.ndarray":
    word = piece.removeprefix("##")
    seed = int.from_bytes(hashlib.sha256(word.encode()).digest()[:8], "big")
    vector = np.random.default_rng(seed).standard_normal(dimensions).astype(np.float32)
    # a lone letter says little beside a word
    return vector if len(word) > 1 else vector * np.float32(0.2)


def _escaped(text: str) -> str:
    return re.sub(r"([()\\])", r"\\\1", text)


def _assembled(objects: Sequence[str]) -> bytes:
    data, offsets = b"%PDF-1.4\n", []
    for number, body in enumerate(objects, 1):
        offsets.append(len(data))
        data += f"{number} 0 obj\n{body}\nendobj\n".encode("cp1252")
    table = "".join(f"{offset:010} 00000 n \n" for offset in offsets)
    count, place = len(objects) + 1, len(data)
    data += f"xref\n0 {count}\n0000000000 65535 f \n{table}".encode()
    trailer = f"trailer << /Size {count} /Root 1 0 R /Info {len(objects)} 0 R >>\n"
    return data + f"{trailer}startxref\n{place}\n%%EOF\n".encode()
