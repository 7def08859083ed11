"""Threads for those who wait on a model, apart from the ones that do the page's own work."""

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

_T = TypeVar("_T")

_WAITING = ThreadPoolExecutor(max_workers=128, thread_name_prefix="waiting")
"""As many as the queue of the page and the gate of the REST face let in, together.

asyncio's own pool has four threads more than there are cores: six readers who wait for a slow
model would hold all of a laptop's, and nobody could even be quoted an answer.
"""


async def wait_for(work: Callable[..., _T], *given: object) -> _T:
    """What a slow call returns, without holding up anybody else."""
    return await asyncio.get_running_loop().run_in_executor(_WAITING, work, *given)
