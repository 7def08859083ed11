"""Question -> cited answer. Opens an index, never builds one.

assistant = Assistant.open(Settings.from_env())
reply = assistant.ask("How long can I stay on a D-10?")
for piece in reply: print(piece, end="")
reply.answer.citations
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from assistant.conversation import Assistant, Reply, explain
    from assistant.errors import AssistantError, BadQuestion, ServerError, SettingsError
    from assistant.settings import Settings
    from assistant.types import Answer, Citation, Evidence, Note, Query, Turn

_HOME = {
    "assistant.conversation": ("Assistant", "Reply", "explain"),
    "assistant.errors": ("AssistantError", "BadQuestion", "ServerError", "SettingsError"),
    "assistant.settings": ("Settings",),
    "assistant.types": ("Answer", "Citation", "Evidence", "Note", "Query", "Turn"),
}
_WHERE = {name: module for module, names in _HOME.items() for name in names}

__all__ = [
    "Answer",
    "Assistant",
    "AssistantError",
    "BadQuestion",
    "Citation",
    "Evidence",
    "Note",
    "Query",
    "Reply",
    "ServerError",
    "Settings",
    "SettingsError",
    "Turn",
    "explain",
]


def __getattr__(name: str) -> Any:
    if name in _WHERE:
        return getattr(import_module(_WHERE[name]), name)
    raise AttributeError(f"module 'assistant' has no attribute {name!r}")
