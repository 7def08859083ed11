"""Whether questions can be answered yet, and what stands in the way."""

import threading

from assistant.conversation import Assistant
from ingest import InjaeError, published_folder


class Readiness:
    """Opens the assistant in the background and remembers what went wrong."""

    def __init__(self, assistant: Assistant) -> None:
        self._assistant = assistant
        self._error: InjaeError | None = None
        self._opened = False
        self._thread: threading.Thread | None = None

    def warm(self) -> None:
        """Begin to open all that a first question would otherwise wait for."""
        if self._thread is None or not self._thread.is_alive():
            self._thread = threading.Thread(target=self._open, name="warm", daemon=True)
            self._thread.start()

    def trouble(self) -> InjaeError | None:
        """What keeps questions from being answered now; None when nothing is known to."""
        try:
            published_folder(self._assistant.settings.home)
        except InjaeError as error:
            return error
        if self._error is not None:
            # it may have been mended since: the next reader is told
            self.warm()
        return self._error

    @property
    def opened(self) -> bool:
        """Has all been opened that a first question needs?"""
        return self._opened

    def _open(self) -> None:
        try:
            self._assistant.warm()
        except InjaeError as error:
            self._error = error
        else:
            self._error, self._opened = None, True
