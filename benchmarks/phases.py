"""One run of the command line, or of a script, that tells where its time went: `phases.py BEGUN WORDS…` or `phases.py BEGUN -c PROGRAM`.

BEGUN is the clock (`time.monotonic()`) when the process was started. The last line on standard error is JSON: seconds of the interpreter's own start,
and those that are spent in the import statements, in binding, code (staging, compiling, loading), sampling and results, each without what is inside of
it and belongs to another; `rest` is what is left. Functions are wrapped from outside, when their module has been imported.
"""
from __future__ import annotations

import time

FIRST = time.monotonic()

import builtins  # noqa: E402 — the clock first
import importlib  # noqa: E402
import json  # noqa: E402
import sys  # noqa: E402
from collections import defaultdict  # noqa: E402
from collections.abc import Callable  # noqa: E402
from typing import Any  # noqa: E402

# (module, name in it, what its time is)
PARTS = (
    ("llbayes.cli.finding", "bound", "binding"), ("llbayes.models", "posterior", "binding"),
    ("llbayes.ppl.programs", "Programs.density", "code"), ("llbayes.ppl.programs", "Programs.compile", "code"),
    ("llbayes.ad.native_density", "NativeDensity.linked", "code"), ("llbayes.samplers.call", "machine", "code"),
    ("llbayes.samplers.call", "run_all", "sampling"), ("llbayes.samplers.call", "delivered", "results"),
    ("llbayes.results", "summary_text", "results"), ("llbayes.results", "verdict", "results"),
)
spent: dict[str, float] = defaultdict(float)
inside: list[str] = []
since = FIRST


def turn(to: str | None) -> None:
    """From here on time is that of a part, None: of the one around."""
    global since
    now = time.monotonic()
    spent[inside[-1] if inside else "rest"] += now - since
    since = now
    if to is None:
        inside.pop()
    else:
        inside.append(to)


def timed(call: Callable, part: str) -> Callable:
    def wrapped(*args: Any, **kwargs: Any) -> Any:
        if part == "imports" and inside and inside[-1] == "imports":
            return call(*args, **kwargs)
        turn(part)
        try:
            return call(*args, **kwargs)
        finally:
            turn(None)
            if part == "imports":
                wrap()
    return wrapped


waiting = list(PARTS)


def wrap() -> None:
    """Wraps what has been imported by now."""
    for row in list(waiting):
        module, name, part = row
        owner: Any = sys.modules.get(module)
        *path, last = name.split(".")
        for step in path:
            owner = getattr(owner, step, None)
        if hasattr(owner, last):
            waiting.remove(row)
            setattr(owner, last, timed(getattr(owner, last), part))


def run(words: list[str]) -> None:
    if words[0] == "-c":
        exec(compile(words[1], "script", "exec"), {"__name__": "__main__"})
    else:
        from llbayes.cli import main

        main(words)


if __name__ == "__main__":
    begun, *words = sys.argv[1:]
    spent["start"] = FIRST - float(begun)
    builtins.__import__ = timed(builtins.__import__, "imports")
    importlib.import_module = timed(importlib.import_module, "imports")                   # type: ignore[assignment]
    run(words)
    sys.stdout.flush()
    turn("end")
    print(json.dumps(spent), file=sys.stderr)
