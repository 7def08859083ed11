"""The page: `serve(settings)` shows it until it is told to stop."""

from assistant.settings import Settings


def serve(settings: Settings) -> int:
    """Serve the page until SIGTERM or Ctrl+C; the exit code.

    Raises:
        ServerError: the port is taken, or the address is not ours.
    """
    from assistant.web.server import run

    return run(settings)
