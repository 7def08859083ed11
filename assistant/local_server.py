"""The local model's own process: `python -m assistant.local_server FILE PORT THREADS CONTEXT`.

It ends when its standard input ends, and so with the process that started it, however that one
ends. The key that callers must show comes as the first line of the input.
"""

import os
import sys


def main(path: str, port: str, threads: str, context: str) -> None:
    """Serve one model on loopback until the input ends."""
    import xllamacpp

    params = xllamacpp.CommonParams()
    params.model.path = path
    params.hostnames = ["127.0.0.1"]
    params.port = int(port)
    params.api_keys = [sys.stdin.readline().strip()]
    params.n_ctx = int(context)
    # one question at a time, so that the words two calls share are read once
    params.n_parallel = 1
    params.cache_ram_mib = 256
    params.cache_prompt = True
    params.warmup = True
    params.verbosity = -1
    params.ui = params.endpoint_slots = False
    for pool in (params.cpuparams, params.cpuparams_batch):
        pool.n_threads = int(threads)
        # threads that spin while they wait leave a busy machine a thirtieth of its speed
        pool.poll = 0
    server = xllamacpp.Server(params)
    print("ready", server.listening_address, flush=True)
    sys.stdin.read()
    # the engine's own threads would keep the process
    os._exit(0)


if __name__ == "__main__":
    main(*sys.argv[1:5])
