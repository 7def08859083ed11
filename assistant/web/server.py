"""The application around the page, and the server that runs it."""

import asyncio
import signal
import socket
import threading
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

from assistant.errors import ServerError
from assistant.settings import Settings

_ASSETS = Path(__file__).parent / "assets"
_GRACE = 1
"""Seconds that open streams get to end when the server stops."""


def run(settings: Settings) -> int:
    """Serve the page until SIGTERM or Ctrl+C.

    Raises:
        ServerError: the port is taken, or the address is not ours.
    """
    # bound before the slow imports: a taken port is told at once, and an early reader waits
    # in line instead of being refused
    listener = bind(settings.host, settings.port)
    try:
        import uvicorn

        application = application_for(settings)
        config = uvicorn.Config(
            application,
            log_level="critical",
            lifespan="on",
            timeout_graceful_shutdown=_GRACE,
            server_header=False,
        )
        if threading.current_thread() is threading.main_thread():
            # uvicorn raises the signal again once it has stopped; SIGTERM is no failure
            signal.signal(signal.SIGTERM, lambda number, frame: None)
        asyncio.run(uvicorn.Server(config).serve(sockets=[listener]))
    finally:
        listener.close()
    return 0


def bind(host: str, port: int) -> socket.socket:
    """A listening socket.

    Raises:
        ServerError: the port is taken, or the address is not ours.
    """
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        return socket.create_server((host, port), family=family, backlog=256)
    except OSError as error:
        reason = error.strerror or str(error)
        raise ServerError(
            f"cannot listen on {host}:{port}: {reason}; choose another port with "
            "--port or INJAE_PORT"
        ) from error


def application_for(settings: Settings, assistant: Any = None) -> Any:
    """The whole application, headers included; `assistant` stands in for the real one."""
    from fastapi import FastAPI
    from fastapi.staticfiles import StaticFiles

    from assistant.conversation import Assistant
    from assistant.web.app import mount_page
    from assistant.web.middleware import SecurityHeaders
    from assistant.web.readiness import Readiness

    answering = assistant or Assistant(settings)
    readiness = Readiness(answering)

    @asynccontextmanager
    async def lifespan(_: FastAPI) -> AsyncIterator[None]:
        readiness.warm()
        host = f"[{settings.host}]" if ":" in settings.host else settings.host
        print(f"Injae: http://{host}:{settings.port} (Ctrl+C to stop)", flush=True)
        yield
        answering.close()

    application = FastAPI(lifespan=lifespan, docs_url=None, redoc_url=None, openapi_url=None)
    application.mount("/page", StaticFiles(directory=_ASSETS), name="page")
    mount_page(application, answering, readiness)
    return SecurityHeaders(application)
