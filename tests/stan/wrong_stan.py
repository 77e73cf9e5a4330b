"""The programs of `wrong/`, each with the line that is wrong and words of what is said: `//! words` stands in that line.

`=== program` begins a program; `=== frame` one with a line `…`, into which each line behind `=== in` is put as a program of its own.
"""
from pathlib import Path
from typing import NamedTuple

HERE = Path(__file__).parent / "wrong"


class Wrong(NamedTuple):
    """A program, the line (from 1) where Stan refuses it, and what we say."""

    text: str
    line: int
    words: str


def programs(chapter: str) -> list[Wrong]:
    """All programs of a chapter."""
    found, frame = list[Wrong](), ""
    for part in ("\n" + (HERE / f"{chapter}.txt").read_text()).split("\n=== ")[1:]:
        kind, _, text = part.partition("\n")
        match kind:
            case "frame":
                frame = text
            case "in":
                found += [marked(frame.replace("…", line)) for line in text.splitlines()]
            case _:
                found.append(marked(text))
    return found


def marked(text: str) -> Wrong:
    """The program without its mark."""
    before, mark, after = text.partition(" //! " if " //! " in text else " //!")
    assert mark and "//!" not in after, text
    words, _, rest = after.partition("\n")
    return Wrong(f"{before}\n{rest}", before.count("\n") + 1, words.strip())


CHAPTERS = sorted(path.stem for path in HERE.glob("*.txt"))
