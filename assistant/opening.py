"""A published build, its encoder and what searches them, opened together."""

from dataclasses import dataclass

from assistant.retrieval import Retriever
from assistant.settings import Settings
from assistant.timeline import Timeline
from ingest import (
    PACKAGED,
    EncoderMismatch,
    Glossary,
    Index,
    open_encoder,
    open_index,
    open_reranker,
)


@dataclass(frozen=True, slots=True)
class Opened:
    """One build, ready to be asked."""

    index: Index
    retriever: Retriever


def open_build(settings: Settings, glossary: Glossary) -> Opened:
    """Open the published build.

    Raises:
        NoIndex, DamagedIndex: there is none, or it cannot be read.
        EncoderUnavailable, EncoderMismatch: its encoder is not here, or another version is.
    """
    index = open_index(settings.home)
    name = index.manifest.encoder
    encoder = open_encoder(name, settings.home, queries_only=True)
    if encoder.fingerprint != index.manifest.fingerprint:
        raise EncoderMismatch(
            f"the index was built with another version of {name or PACKAGED}; "
            "run `injae-ingest build` to build it again"
        )
    reranker = open_reranker(settings.reranker) if settings.reranker else None
    subjects = index.subjects(glossary)
    return Opened(index, Retriever(index, encoder, Timeline(index), subjects, reranker))
