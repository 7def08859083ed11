"""The feedback question as a component: the page puts it under the last answer."""

import os
from typing import Any

from assistant.conversation import Assistant
from assistant.types import Answer
from assistant.web.feedback import feedback_html, keep
from assistant.words import Words, words

os.environ["GRADIO_ANALYTICS_ENABLED"] = "False"
import gradio as gr  # noqa: E402  (the variable is read on import)

_QUICK = {"queue": False, "api_visibility": "private", "show_progress": "hidden"}
_PRESSES = """
element.addEventListener('click', event => {
  const send = event.target.closest('[data-reason]');
  const verdict = event.target.closest('[data-helpful]');
  if (send) {
    const reason = element.querySelector('textarea').value;
    trigger('submit', {helpful: send.dataset.reason, reason: reason, sent: true});
  } else if (verdict) {
    trigger('submit', {helpful: verdict.dataset.helpful});
  }
});
"""


class FeedbackPart:
    """`component` is an output of the page; `html(answer, speech)` is its value for an answer."""

    def __init__(self, assistant: Assistant, exchanges: Any) -> None:
        self._assistant = assistant
        self.component = gr.HTML(
            "", apply_default_css=False, elem_id="feedback", js_on_load=_PRESSES
        )
        self.component.submit(self._press, [exchanges], [self.component], **_QUICK)

    def html(self, answer: Answer | None, speech: Words) -> str:
        """The question for this answer; empty while there is none, or when it is switched off."""
        if answer is None or self._assistant.settings.feedback != "on":
            return ""
        return feedback_html(answer, speech)

    def _press(self, exchanges: Any, event: gr.EventData) -> str:
        answer = exchanges[-1].answer if exchanges else None
        if answer is None:
            return ""
        speech, data = words(answer.language), event._data
        verdict = "yes" if data.get("helpful") == "yes" else "no"
        if not data.get("sent"):
            return feedback_html(answer, speech, verdict)
        reason = str(data.get("reason", ""))
        kept = keep(self._assistant.settings, answer, verdict == "yes", reason)
        return feedback_html(answer, speech, "thanks" if kept else "lost")
