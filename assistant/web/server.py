"""The application around the page, and the server that runs it."""

import asyncio
import os
import signal
import socket
import threading
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from pathlib import Path
from typing import Any

from assistant.errors import ServerError
from assistant.masking import mask_logs
from assistant.settings import Settings

_ASSETS = Path(__file__).parent / "assets"
_GRACE = 1
"""Seconds that open streams get to end when the server stops."""
_LAST = 7.0
"""Seconds after which a server that was told to stop is gone, whatever still runs in it."""


def run(settings: Settings) -> int:
    """Serve the page until SIGTERM or Ctrl+C.

    Raises:
        ServerError: the port is taken, or the address is not ours.
    """
    # bound before the slow imports: a taken port is told at once, and an early reader waits
    # in line instead of being refused
    listener = bind(settings.host, settings.port)
    mask_logs()
    try:
        import uvicorn

        server = uvicorn.Server(config_for(application_for(settings)))
        if threading.current_thread() is threading.main_thread():
            # uvicorn raises the signal again once it has stopped; SIGTERM is no failure
            signal.signal(signal.SIGTERM, lambda number, frame: None)
        with suppress(KeyboardInterrupt):
            asyncio.run(_served(server, listener))
    finally:
        listener.close()
    return 0


async def _served(server: Any, listener: socket.socket) -> None:
    watching = asyncio.create_task(_watch(server))
    await server.serve(sockets=[listener])
    watching.cancel()


async def _watch(server: Any) -> None:
    """A model that does not answer may hold a thread; nothing is written, so it can be left."""
    while not server.should_exit:
        await asyncio.sleep(0.2)
    leave = threading.Timer(_LAST, os._exit, (0,))
    leave.daemon = True
    leave.start()


def config_for(application: Any) -> Any:
    """How uvicorn serves it: no access log, and addresses of clients as we read them."""
    import uvicorn

    return uvicorn.Config(
        application,
        log_level="critical",
        lifespan="on",
        timeout_graceful_shutdown=_GRACE,
        server_header=False,
        # uvicorn would believe any X-Forwarded-For that comes over the loopback interface
        proxy_headers=False,
    )


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


def application_for(settings: Settings, assistant: Any = None, bench: Any = None) -> Any:
    """The whole application; `assistant` and `bench` stand in for those that are installed."""
    from fastapi import FastAPI
    from fastapi.staticfiles import StaticFiles

    # gradio sums up all events so far, with pandas, after each one of them, for a page that is off
    os.environ["GRADIO_ANALYTICS_CACHE_FREQUENCY"] = str(10**9)
    os.environ["GRADIO_ANALYTICS_MAX_EVENTS"] = "1"
    from assistant.conversation import Assistant
    from assistant.web.api import add_api
    from assistant.web.app import mount_page
    from assistant.web.limits import Limits
    from assistant.web.middleware import Doors, SecurityHeaders
    from assistant.web.plugins import find_bench
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

    application = FastAPI(
        title="Injae",
        description="Cited answers on Korea's AI talent programs, in French, English and Korean.",
        lifespan=lifespan,
        docs_url=None,
        redoc_url=None,
        openapi_url="/api/v1/openapi.json",
    )
    application.mount("/page", StaticFiles(directory=_ASSETS), name="page")
    add_api(application, answering, readiness)
    mount_page(application, answering, readiness, bench or find_bench())
    return SecurityHeaders(Doors(Limits(application, settings), settings))
