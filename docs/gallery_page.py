"""Runs the models of docs/gallery/, draws docs/pictures/gallery/NAME.png, and writes docs/gallery.md. `python docs/gallery_page.py NAME …` draws these anew."""

from __future__ import annotations

import runpy
import sys
import warnings
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).with_name("gallery")
PICTURES = Path(__file__).with_name("pictures") / "gallery"
HEAD = """# Twenty models

Each is a file that runs, on data that come with the package or are simulated; with `plt.show()` behind it, it shows its picture. Written by
`docs/gallery_page.py`.
"""
ORDER = (
    "radon", "eight_schools", "kidiq", "outliers", "wells", "exposure", "zeros", "ordinal", "groups", "growth", "items", "survival", "clusters", "change",
    "forecast", "volatility", "regimes", "lynx", "smooth", "map",
)  # fmt: skip


def figure(name: str) -> Any:
    """The picture that a file of the gallery draws."""
    import matplotlib

    matplotlib.use("Agg")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return runpy.run_path(str(FOLDER / f"{name}.py"))["fig"]


def page() -> str:
    """The whole page, of the first lines of the files."""
    return HEAD + "".join(section(name) for name in ORDER)


def section(name: str) -> str:
    title, _, about = (FOLDER / f"{name}.py").read_text().splitlines()[0].strip('"').partition(". ")
    return f"\n## {title}\n\n{about}\n\n![{title}](pictures/gallery/{name}.png)\n\n[docs/gallery/{name}.py](gallery/{name}.py)\n"


if __name__ == "__main__":
    PICTURES.mkdir(parents=True, exist_ok=True)
    for name in sys.argv[1:] or ORDER:
        figure(name).savefig(PICTURES / f"{name}.png", dpi=80, bbox_inches="tight")
    Path(__file__).with_name("gallery.md").write_text(page())
