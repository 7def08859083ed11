"""Documents -> index. Knows nothing of questions.

Names are loaded when they are first used, so that `--help` does not pay for numpy or pydantic.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from ingest import language, lexical, values
    from ingest.baseline import inflate_index, plain_reference
    from ingest.check import Fault, check_corpus
    from ingest.chunking import sentences
    from ingest.encoders import PACKAGED, Encoder, open_encoder
    from ingest.errors import (
        DamagedIndex,
        EncoderMismatch,
        EncoderUnavailable,
        IndexUnavailable,
        IngestError,
        InjaeError,
        NoIndex,
    )
    from ingest.glossary import Glossary, Mention, Term, fold
    from ingest.history import Changes, compare_builds, last_changes
    from ingest.index import Index, open_index, published_folder
    from ingest.pipeline import Build, build_index
    from ingest.readers import read as read_document
    from ingest.sources import corpus_folder
    from ingest.subjects import Subjects
    from ingest.types import (
        LANGUAGES,
        Block,
        Chunk,
        Contact,
        Document,
        Page,
        SourceRef,
        Validity,
    )
    from ingest.yaml_files import Node, YamlError, parse_yaml, parse_yaml_nodes

_HOME = {
    "ingest.baseline": ("inflate_index", "plain_reference"),
    "ingest.check": ("Fault", "check_corpus"),
    "ingest.chunking": ("sentences",),
    "ingest.encoders": ("PACKAGED", "Encoder", "open_encoder"),
    "ingest.errors": (
        "DamagedIndex",
        "EncoderMismatch",
        "EncoderUnavailable",
        "IndexUnavailable",
        "IngestError",
        "InjaeError",
        "NoIndex",
    ),
    "ingest.glossary": ("Glossary", "Mention", "Term", "fold"),
    "ingest.history": ("Changes", "compare_builds", "last_changes"),
    "ingest.index": ("Index", "open_index", "published_folder"),
    "ingest.pipeline": ("Build", "build_index"),
    "ingest.sources": ("corpus_folder",),
    "ingest.subjects": ("Subjects",),
    "ingest.types": (
        "LANGUAGES",
        "Block",
        "Chunk",
        "Contact",
        "Document",
        "Page",
        "SourceRef",
        "Validity",
    ),
    "ingest.yaml_files": ("Node", "YamlError", "parse_yaml", "parse_yaml_nodes"),
}
_MODULES = ("language", "lexical", "values")
_WHERE = {name: module for module, names in _HOME.items() for name in names}

__all__ = [
    "LANGUAGES",
    "PACKAGED",
    "Block",
    "Build",
    "Changes",
    "Chunk",
    "Contact",
    "DamagedIndex",
    "Document",
    "Encoder",
    "EncoderMismatch",
    "EncoderUnavailable",
    "Fault",
    "Glossary",
    "Index",
    "IndexUnavailable",
    "IngestError",
    "InjaeError",
    "Mention",
    "NoIndex",
    "Node",
    "Page",
    "SourceRef",
    "Subjects",
    "Term",
    "Validity",
    "YamlError",
    "build_index",
    "check_corpus",
    "compare_builds",
    "corpus_folder",
    "fold",
    "inflate_index",
    "language",
    "last_changes",
    "lexical",
    "open_encoder",
    "open_index",
    "parse_yaml",
    "parse_yaml_nodes",
    "plain_reference",
    "published_folder",
    "read_document",
    "sentences",
    "values",
]


def __getattr__(name: str) -> Any:
    if name == "read_document":
        return import_module("ingest.readers").read
    if name in _MODULES:
        return import_module(f"ingest.{name}")
    if name in _WHERE:
        return getattr(import_module(_WHERE[name]), name)
    raise AttributeError(f"module 'ingest' has no attribute {name!r}")
