"""The tasks of `tests/first_hour.md`, each in a folder of its own as a newcomer has it; prints what was shown.

    python tests/first_hour/run.py [FOLDER] [TASK …]

leaves scripts, draws, pictures and pages in FOLDER (`out/first_hour`). The notebook is executed, made a page where nbconvert is installed, and
photographed where there is Chromium.
"""
from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import NamedTuple

FILES = Path(__file__).parent / "files"
CHROMIUM = ("chromium", "chromium-browser", "google-chrome")
SIZE = "1100,3600"
PROGRAMS = {"python": [], "llbayes": ["-m", "llbayes"], "jupyter-execute": ["-c", "from nbclient.cli import main; main()"]}      # behind this interpreter


class Command(NamedTuple):
    """What is typed, and the exit status that is right."""

    words: str
    status: int = 0


class Shown(NamedTuple):
    """What one command showed: its exit status, standard output and standard error."""

    command: Command
    status: int
    out: str
    err: str


class Task(NamedTuple):
    """The files that a newcomer has, and what is typed."""

    files: tuple[str, ...]
    commands: tuple[Command, ...]


TASKS = {
    "a_regression_with_a_dataframe": Task(("regression.py", "houses.csv"), (Command("python regression.py"),)),
    "radon_with_labels": Task(("radon.py", "radon.csv"), (Command("python radon.py"),)),
    "a_wrong_shape": Task(("wrong_shape.py", "wrong_length.py"), (Command("python wrong_shape.py", 1), Command("python wrong_length.py", 1))),
    "a_typo": Task(
        ("typo.py", "typo_distribution.py", "typo_data.py", "typo_setting.py"),
        (Command("python typo.py", 1), Command("python typo_distribution.py", 1), Command("python typo_data.py", 1), Command("python typo_setting.py", 1)),
    ),
    "a_divergence_with_a_cause": Task(
        ("divergence.py", "divergence_mended.py"), (Command("python divergence.py"), Command("python divergence_mended.py"))),
    "a_notebook": Task(("notebook.ipynb",), (Command("jupyter-execute notebook.ipynb --output executed.ipynb"),)),
    "a_file_by_command_line": Task(
        ("growth.py", "weights.csv"),
        (
            Command("llbayes run growth.py --data weights.csv --seed 1 --out draws.nc"),
            Command("llbayes summary draws.nc"),
            Command("llbayes plot draws.nc --out picture.png"),
            Command("llbayes run growth.py", 1),
            Command("llbayes run growth.py --data weights.csv --out draws.nc", 1),
            Command("llbayes run grwoth.py --data weights.csv", 1),
        ),
    ),
    "the_same_seed_again": Task(("same_seed.py",), (Command("python same_seed.py"), Command("python same_seed.py"))),
}  # fmt: skip


def done(name: str, folder: Path) -> list[Shown]:
    """A task, done in a folder that is made for it."""
    folder.mkdir(parents=True, exist_ok=True)
    for file in TASKS[name].files:
        shutil.copy(FILES / file, folder)
    return [typed(command, folder) for command in TASKS[name].commands]


def typed(command: Command, folder: Path) -> Shown:
    """One command, as a shell runs it whose output is read by no terminal."""
    program, *words = command.words.split()
    ended = subprocess.run([sys.executable, *PROGRAMS[program], *words], cwd=folder, capture_output=True, text=True, timeout=600, env={**os.environ, "MPLBACKEND": "agg"})
    return Shown(command, ended.returncode, ended.stdout, ended.stderr)


def page(notebook: Path) -> Path | None:
    """The executed notebook as HTML; None where nbconvert is not installed."""
    try:
        from nbconvert import HTMLExporter
    except ImportError:
        return None
    html, _ = HTMLExporter().from_filename(str(notebook))
    place = notebook.with_suffix(".html")
    place.write_text(html)
    return place


def photographed(html: Path) -> Path | None:
    """A picture of a page by Chromium without a window; None where there is none."""
    browser = next((found for found in map(shutil.which, CHROMIUM) if found), None)
    if browser is None:
        return None
    place = html.with_suffix(".png").resolve()
    options = ["--headless", "--no-sandbox", "--disable-gpu", f"--window-size={SIZE}", f"--screenshot={place}", html.resolve().as_uri()]
    subprocess.run([browser, *options], capture_output=True, timeout=120, check=True)
    return place


def told(shown: Shown) -> str:
    """What a user sees of one command."""
    wrong = "" if shown.status == shown.command.status else f"   <- exit status {shown.status}, not {shown.command.status}"
    return "\n".join(filter(None, (f"$ {shown.command.words}{wrong}", shown.out.rstrip(), shown.err.rstrip()))) + "\n"


def main(folder: str = "out/first_hour", *names: str) -> int:
    """Does the tasks of these names, or all, and prints what was shown; 1 where a command ended with another status than is right."""
    right = True
    for name in names or TASKS:
        print(f"== {name.replace('_', ' ')}\n")
        for shown in done(name, Path(folder) / name):
            print(told(shown))
            right = right and shown.status == shown.command.status
        if name == "a_notebook":
            html = page(Path(folder) / name / "executed.ipynb")
            picture = photographed(html) if html is not None else None
            print(f"page: {html or 'not made, nbconvert is not installed'}\npicture: {picture or 'not made, there is no Chromium, or no page'}\n")
    return 0 if right else 1


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
