"""A published build, its encoder and what searches them, opened together."""

from dataclasses import dataclass
from pathlib import Path

from assistant.retrieval import Retriever
from assistant.timeline import Timeline
from ingest import PACKAGED, EncoderMismatch, Glossary, Index, open_encoder, open_index


@dataclass(frozen=True, slots=True)
class Opened:
    """One build, ready to be asked."""

    index: Index
    retriever: Retriever


def open_build(home: Path, glossary: Glossary) -> Opened:
    """Open the published build.

    Raises:
        NoIndex, DamagedIndex: there is none, or it cannot be read.
        EncoderUnavailable, EncoderMismatch: its encoder is not here, or another version is.
    """
    index = open_index(home)
    name = index.manifest.encoder
    encoder = open_encoder(name, home, queries_only=True)
    if encoder.fingerprint != index.manifest.fingerprint:
        raise EncoderMismatch(
            f"the index was built with another version of {name or PACKAGED}; "
            "run `injae-ingest build` to build it again"
        )
    return Opened(index, Retriever(index, encoder, Timeline(index), index.subjects(glossary)))
