"""Random programs through the engine: `python -m foreign.fuzzing FIRST LAST` runs those of these numbers and says which are wrong."""
from __future__ import annotations

import sys
import tempfile
from collections import Counter
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

from llbayes.ir.errors import UnsupportedError

from . import building, fuzz
from .corpus import Program

LEVELS = ("O0", "O1", "O2", "O3")
UNTRUSTED = ("difference[", "bend[", "derivatives are all zero")             # where values jump or bend, differences say nothing


def outcome(number: int, folder: Path) -> str:
    """`ok`; `refused: …`, `untrusted`; else what is wrong. The number says the level too."""
    source = folder / f"{number}.c"
    source.write_text(fuzz.program(number))
    try:
        ir = building.clang(source, LEVELS[number % len(LEVELS)], folder / f"{number}.ll", f"-I{building.CHECKS}", "-w")
        made = building.differentiated(ir)
        building.run(Program(source.name, heap=True), building.link(Program(source.name), folder, made))
    except UnsupportedError as refusal:
        return f"refused: {refusal}"
    except Exception as wrong:                                      # whatever it is, it names its program
        return "untrusted" if any(word in str(wrong) for word in UNTRUSTED) else f"{type(wrong).__name__}: {wrong}"
    return "ok"


def _one(number: int) -> tuple[int, str]:
    with tempfile.TemporaryDirectory() as folder:
        return number, outcome(number, Path(folder))


def main(first: int, last: int) -> int:
    """How many are wrong; a line for each, and one with all counts."""
    counts: Counter[str] = Counter()
    with ProcessPoolExecutor() as pool:
        for number, said in pool.map(_one, range(first, last), chunksize=4):
            kind = said if said in ("ok", "untrusted") else "refused" if said.startswith("refused") else "wrong"
            counts[kind] += 1
            if kind in ("refused", "wrong"):
                print(f"program {number} (-{LEVELS[number % len(LEVELS)]}) {' '.join(said.split())[:400]}", flush=True)
    print(", ".join(f"{n} {kind}" for kind, n in sorted(counts.items())))
    return counts["wrong"]


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]), int(sys.argv[2])) != 0)
