"""`injae models`: what can run here, fetched, removed, and where it is kept."""

import sys
import threading

from assistant.local_model import LocalModel, catalogue_rows
from assistant.model_files import GB
from assistant.settings import Settings


def run(action: str, name: str, settings: Settings) -> int:
    """One action on one model; the smallest when none is named.

    Raises:
        SettingsError: no model has that name.
        LocalModelError: it cannot be fetched.
    """
    if action == "list":
        print(table(settings))
        return 0
    model = LocalModel(settings, name=name)
    if action == "path":
        print(model.path)
    elif action == "remove":
        model.remove()
    else:
        pull(model)
        print(model.path)
    return 0


def table(settings: Settings) -> str:
    """A line a model: its name, whether it is here, what it brings and what to expect."""
    return "\n".join(
        f"{name:<20} {model.state:<8} {model.size / GB:>4.1f} GB  memory {model.memory:>2} GB  "
        f"{model.licence}  {model.languages}"
        for name, model in catalogue_rows(settings)
    )


def pull(model: LocalModel) -> None:
    """Fetch a model with a progress bar; what came before an interruption is kept."""
    from tqdm import tqdm

    print(f"{model.title}, {model.size / GB:.1f} GB, licence {model.licence}", file=sys.stderr)
    stop = threading.Event()
    with tqdm(total=model.size, unit="B", unit_scale=True, file=sys.stderr) as bar:

        def progress(done: int, total: int) -> None:
            bar.update(done - bar.n)

        try:
            model.pull(progress, stop)
        except KeyboardInterrupt:
            stop.set()
            raise
