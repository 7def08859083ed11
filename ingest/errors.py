"""Every expected failure, as one line that says what happened and what to do.

InjaeError
├── IngestError
│   ├── UnreadableDocument     one file could not be read; the others go on
│   ├── BadBrief               a brief breaks the corpus format
│   └── IngestBusy             another ingest holds the lock
├── IndexUnavailable
│   ├── NoIndex                nothing has been built yet
│   └── DamagedIndex           files are missing or do not agree with the manifest
└── EncoderUnavailable
    └── EncoderMismatch        the index was built by another encoder
"""


class InjaeError(Exception):
    """Root of all expected errors; `str()` is the line shown to the operator."""

    code = "error"


class IngestError(InjaeError):
    """Something went wrong between a file and the index."""

    code = "ingest"


class UnreadableDocument(IngestError):
    """One file that could not be read, and why."""

    code = "unreadable"


class BadBrief(IngestError):
    """A brief that breaks the format; the message starts with file and line."""

    code = "bad_brief"


class IngestBusy(IngestError):
    """Another ingest is running on the same home."""

    code = "busy"


class IndexUnavailable(InjaeError):
    """No index can be opened."""

    code = "index"


class NoIndex(IndexUnavailable):
    """No build has been published."""

    code = "no_index"


class DamagedIndex(IndexUnavailable):
    """The published build cannot be read."""

    code = "damaged_index"


class EncoderUnavailable(InjaeError):
    """The encoder cannot be loaded."""

    code = "encoder"


class EncoderMismatch(EncoderUnavailable):
    """The encoder at hand is not the one that built the index."""

    code = "encoder_mismatch"
