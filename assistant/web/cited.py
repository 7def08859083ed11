"""The one route of the page itself: a citation in its whole document."""

from typing import TYPE_CHECKING, Annotated, Any, Literal

from assistant.web.panel import VIEW
from assistant.words import words

if TYPE_CHECKING:
    from assistant.conversation import Assistant


def add_cited(application: Any, assistant: "Assistant") -> None:
    """Add the view of a citation; it shows only words that the index holds."""
    from fastapi import Query, Response

    from assistant.web.citation_view import view_html
    from assistant.web.talk import current_index

    def cited(
        document: Annotated[str, Query(max_length=400)],
        start: Annotated[int, Query(ge=0)],
        end: Annotated[int, Query(ge=0)],
        language: Literal["fr", "en", "ko"],
    ) -> Response:
        index = current_index(assistant)
        html = view_html(index, document, start, end, words(language)) if index else ""
        return Response(html, 200 if html else 404, media_type="text/html; charset=utf-8")

    # annotations name what is imported here, so FastAPI gets them as they are
    application.add_api_route(VIEW, cited, methods=["GET"], include_in_schema=False)
