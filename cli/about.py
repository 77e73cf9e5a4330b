"""`llbayes info`, `selftest` and `cache`: what is installed here, whether it samples rightly, and the compiled code that it keeps."""
from __future__ import annotations

import argparse

from .. import __version__


def info_options(parser: argparse.ArgumentParser, words: list[str]) -> None:
    """A model and its data."""
    from .running import data_options

    parser.add_argument("model", nargs="?", metavar="MODEL", help="say what this model takes, as `run` names it, and with data its sites")
    data_options(parser)


def info(options: argparse.Namespace) -> None:
    """Versions, CPU, cache; or a model."""
    if options.model is not None:
        from .programs.telling import tell

        return tell(options)
    import importlib.metadata
    import platform

    from ..ir.machine import cache, target

    host = target.host()
    print(f"llbayes {__version__}, Python {platform.python_version()}, LLVM {host.llvm}")
    for package in ("llvmlite", "numpy", "scipy", "arviz", "xarray"):
        print(f"  {package} {importlib.metadata.version(package)}")
    print(f"CPU {host.cpu}, vectors of {host.vector_bits} bits\n  code for {target.support()}")
    print(f"  features {' '.join(f[1:] for f in host.features.split(',') if f[0] == '+')}")
    print(f"cache {cache.location()}: {len(cache.entries())} entries, {cache.size() / 1e6:.1f} MB of at most {cache.LIMIT / 1e6:.0f}")


def selftest_options(parser: argparse.ArgumentParser, words: list[str]) -> None:
    """How much, and the seed."""
    parser.add_argument("--full", action="store_true", help="higher dimensions and four times the draws")
    parser.add_argument("--seed", type=int, default=1, help="1 without it")


def selftest(options: argparse.Namespace) -> int:
    """Prints a row a check; 1 when one fails."""
    from ..ir.machine import target
    from ..samplers import selftest

    rows = []
    print(f"code for {target.support()}")
    print(selftest.HEAD)
    for row in selftest.rows(options.full, options.seed):
        rows.append(row)
        print(row, flush=True)
    failed = sum(not r.ok for r in rows)
    print(f"{failed} of {len(rows)} checks failed" if failed else f"all {len(rows)} checks passed")
    return 1 if failed else 0


def cache_options(parser: argparse.ArgumentParser, words: list[str]) -> None:
    """What to do with it."""
    parser.add_argument("action", choices=["clear"], help="remove all compiled code: it is made again when it is needed")


def cache(options: argparse.Namespace) -> None:
    from ..ir.machine import cache

    print(f"removed {cache.clear()} entries from {cache.location()}")
