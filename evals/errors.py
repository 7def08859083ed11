"""Expected failures of the bench, as branches of ingest's tree.

InjaeError
└── EvalError
    ├── BadSuite      a suite breaks the format; the message starts with file and line
    ├── BadReport     a file given to `compare` is not a report of `run`
    └── BadFolder     a folder given to `retrieval` or `answerability` is not in its format
"""

from ingest import InjaeError


class EvalError(InjaeError):
    """Something expected went wrong in the bench; `str()` is the line shown to the operator."""

    code = "eval"


class BadSuite(EvalError):
    """A suite that breaks the format."""

    code = "bad_suite"


class BadReport(EvalError):
    """A file that is not a report of `run`."""

    code = "bad_report"


class BadFolder(EvalError):
    """A folder of questions and documents that cannot be read."""

    code = "bad_folder"
