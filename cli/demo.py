"""`llbayes demo`: a run whose model, data and files are chosen."""
from __future__ import annotations

import argparse
from pathlib import Path

from .running import common_options, run

MODEL = "radon_mn-radon_hierarchical_intercept_noncentered"
FOLDER = Path("out")


def demo_options(parser: argparse.ArgumentParser, words: list[str]) -> None:
    """Settings, and output into a folder of its own."""
    common_options(parser)
    parser.set_defaults(model=MODEL, data=[], set=[], coords=[], out=FOLDER / "radon.nc", plots=FOLDER, seed=1, overwrite=True)


def demo(options: argparse.Namespace) -> None:
    run(options)
