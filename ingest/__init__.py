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
    from ingest.encoders import PACKAGED, Encoder, Reranker, open_encoder, open_reranker
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
    from ingest.home import published_folder
    from ingest.index import Index, open_index
    from ingest.pdf_pages import page_image
    from ingest.pipeline import build_index
    from ingest.questions import AskedQuestions
    from ingest.readers import read as read_document
    from ingest.reports import Build
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
    "ingest.encoders": ("PACKAGED", "Encoder", "Reranker", "open_encoder", "open_reranker"),
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
    "ingest.home": ("published_folder",),
    "ingest.index": ("Index", "open_index"),
    "ingest.pdf_pages": ("page_image",),
    "ingest.pipeline": ("build_index",),
    "ingest.questions": ("AskedQuestions",),
    "ingest.reports": ("Build",),
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
    "AskedQuestions",
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
    "Reranker",
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
    "open_reranker",
    "page_image",
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
