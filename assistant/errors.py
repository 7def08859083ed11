"""The assistant's branch of the error tree; every error has its words in the three languages.

InjaeError (ingest)
└── AssistantError
    ├── SettingsError          a setting that makes no sense
    ├── ModelError             a chat model that does not answer
    ├── LocalModelError        the model that runs here: its file, or its server
    ├── BadQuestion            empty, too long, nothing readable
    └── ServerError            the page cannot be served
"""

from ingest import InjaeError


class AssistantError(InjaeError):
    """Something expected went wrong between question and answer."""

    code = "assistant"


class SettingsError(AssistantError):
    """A setting that makes no sense; the message names it and what is accepted."""

    code = "settings"


class ModelError(AssistantError):
    """A chat model that does not answer; `reason` is a key of `provider` in the language files."""

    code = "model"

    def __init__(self, reason: str, message: str) -> None:
        super().__init__(message)
        self.reason = reason


class LocalModelError(AssistantError):
    """The file of the local model, or its server, is not as it must be."""

    code = "local_model"


class BadQuestion(AssistantError):
    """A question that cannot be asked; `reason` is a key of `errors` in the language files."""

    code = "bad_question"

    def __init__(self, reason: str, message: str) -> None:
        super().__init__(message)
        self.reason = reason


class ServerError(AssistantError):
    """The page cannot be served."""

    code = "server"
