"""What stands before every route: headers, hosts and origins, and routes that stay closed."""

import re
from urllib.parse import urlsplit

from assistant.settings import Settings, listed
from assistant.web.replies import Application, Message, Receive, Scope, Send, header, refuse

POLICY = {
    "default-src": "'self'",
    "img-src": "'self' data: blob:",
    "media-src": "'self' blob:",
    "style-src": "'self' 'unsafe-inline'",
    # the page's own scripts are inline and its templates are compiled in the browser
    "script-src": "'self' 'unsafe-inline' 'unsafe-eval'",
    "connect-src": "'self'",
    "font-src": "'self' data:",
    "object-src": "'none'",
    "frame-src": "'none'",
    "base-uri": "'self'",
    "form-action": "'self'",
    "frame-ancestors": "'none'",
}
HEADERS = {
    "Content-Security-Policy": "; ".join(f"{name} {value}" for name, value in POLICY.items()),
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "X-Frame-Options": "DENY",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=()",
}
_ENCODED = [(name.lower().encode(), value.encode()) for name, value in HEADERS.items()]
_NAMES = {name for name, _ in _ENCODED}
_HERE = ("localhost", "127.0.0.1", "[::1]")
_EVERYWHERE = ("0.0.0.0", "::")

# what gradio offers and the page does not need; each has been a way in or out somewhere
_CLOSED = re.compile(
    r"/(gradio_api/)?("
    r"upload|upload_progress|proxy=.*|runs|run-history/.*|openapi\.json|call/.*|api/(?!v1/).*"
    r"|stream/.*|process_recording|component_server.*|deep_link|vibe-.*|undo-vibe-edit"
    r"|dev/.*|login|logout|token|app_id|user|custom_component/.*|monitoring(/.*)?|docs|redoc"
    r")/?"
)


class SecurityHeaders:
    """Wraps the whole application, so that errors and streams carry the headers too."""

    def __init__(self, application: Application) -> None:
        self._application = application

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._application(scope, receive, send)
            return

        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                kept = [
                    pair
                    for pair in message.get("headers", [])
                    # no other site may read what is served here, whatever gradio allows
                    if pair[0] not in _NAMES and not pair[0].startswith(b"access-control-")
                ]
                message["headers"] = [*kept, *_ENCODED]
            await send(message)

        await self._application(scope, receive, send_with_headers)


class Doors:
    """Lets in who names this server and comes from its own page, by the routes that are open."""

    def __init__(self, application: Application, settings: Settings) -> None:
        self._application = application
        own = settings.host if settings.host not in _EVERYWHERE else ""
        own = f"[{own}]" if ":" in own else own
        named = [*listed(settings.allowed_hosts), *_HERE, *([own] if own else [])]
        self._hosts = {name.lower() for name in named}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "websocket":
            await send({"type": "websocket.close", "code": 1008})
        elif scope["type"] != "http":
            await self._application(scope, receive, send)
        elif not self._knows(host := header(scope, b"host").lower()):
            await refuse(scope, send, 421, "limits.unknown_host")
        elif not self._is_ours(header(scope, b"origin").lower(), host):
            await refuse(scope, send, 403, "limits.origin")
        elif _CLOSED.fullmatch(scope["path"]):
            await refuse(scope, send, 404, "limits.not_found")
        else:
            await self._application(scope, receive, send)

    def _knows(self, host: str) -> bool:
        return host in self._hosts or re.sub(r":\d+$", "", host) in self._hosts

    def _is_ours(self, origin: str, host: str) -> bool:
        """A page of another host or port may not ask, not even of the same machine."""
        if not origin:
            return True
        try:
            place = urlsplit(origin).netloc
        except ValueError:
            return False
        return place in (host, *self._hosts.difference(_HERE))
