"""Stores Stan's values of the suite's programs: `PYTHONPATH=tests/stan python tests/stan/live/store.py WHAT [NAME …]`, WHAT one of `TASKS`; names choose some and leave the other entries as they are.

Needs the wheels of httpstan (Stan 2.35, `HTTPSTAN` names its directory), g++, stanli (Stan 2.40) and bridgestan; see README.md.
"""
from __future__ import annotations

import json
import os
import re
import sys
import tempfile
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Any

import micro
import transforms
from ordering import in_order
from stan235 import Request, Stan
from stan240 import expression
from stan240 import values as new_values

HERE = Path(__file__).parent
ROOT = HERE.parent
STORED = ROOT / "stored"
BATCH = 10                          # programs a C++ unit: memory of the compiler
EXPRESSIONS, CHUNKS = 45, 6         # expressions a program, programs a unit
Entry = dict[str, Any]


def stan() -> Stan:
    """Stan 2.35 where the environment says it is."""
    return Stan(Path(os.environ["HTTPSTAN"]), Path(os.environ.get("BUILD", Path(tempfile.gettempdir(), "stanbuild"))))


def tidy(answer: Entry, version: str, text: str) -> Entry:
    """What is stored of the answer for a program: variables that change with the seed are named and their values left out."""
    if "failed" in answer:
        raise RuntimeError(answer["failed"])
    outputs, drawn = answer["outputs"], set[str]()
    for point in answer["points"]:
        for again in point.pop("again"):
            if isinstance(again, list) and isinstance(point["values"], list):
                drawn |= {head(outputs[k]) for k, (one, two) in enumerate(zip(point["values"], again, strict=True)) if one != two}
    for point in answer["points"]:
        if isinstance(point["values"], list):
            point["values"] = [None if head(output) in drawn else value for output, value in zip(outputs, point["values"], strict=True)]
    return {"stan": version, "names": in_order(answer["names"], text), "outputs": outputs, "random": sorted(drawn), "points": answer["points"]}


def head(output: str) -> str:
    """The variable that an output is a part of."""
    return re.split(r"[.:]", output)[0]


def write(path: Path, entries: dict[str, Entry]) -> None:
    """A line an entry."""
    path.parent.mkdir(parents=True, exist_ok=True)
    lines = ",\n".join(f"{json.dumps(name)}: {json.dumps(entry)}" for name, entry in sorted(entries.items()))
    path.write_text(f"{{\n{lines}\n}}\n")


def store(path: Path, found: Iterable[tuple[str, Entry]]) -> None:
    """Puts entries into a stored file, written after each so that nothing is lost."""
    entries: dict[str, Entry] = json.loads(path.read_text()) if path.exists() else {}
    for name, entry in found:
        entries[name] = entry
        write(path, entries)


def asked(requests: Sequence[tuple[str, Request]], new: Callable[[str], bool]) -> Iterable[tuple[str, Entry]]:
    """Entries of requests, from the Stan that can read each."""
    for name, request in requests:
        if new(name):
            try:
                yield name, tidy(new_values(request), "2.40", request.program.read_text())
            except RuntimeError as error:
                print(name, error, file=sys.stderr)
    old = [pair for pair in requests if not new(pair[0])]
    for k in range(0, len(old), BATCH):
        batch = old[k : k + BATCH]
        for (name, request), answer in zip(batch, stan().values([request for _, request in batch]), strict=True):
            try:
                yield name, tidy(answer, Stan.version, request.program.read_text())
            except RuntimeError as error:
                print(name, error, file=sys.stderr)


# programs whose twin is one of Stan 2.35: parameters of the twin, which of the program's each is, and where its indices stand
Names = dict[str, tuple[str, tuple[int, ...]]]
RENAMED: dict[str, Names] = {
    "new_chain_rows": {"move_": ("move", (0, 1))},
    "new_mix_columns": {"share_": ("share", (1, 0)), "pair_": ("pair", (0, 2, 1))},
    "new_rows_of_chains": {"move_": ("move", (0, 1, 2))},
    "new_transforms_called": {"pos_": ("z", (0,)), "s_": ("w", (0,)), "between_": ("q", ()), "f_": ("f", (0,))},
    "new_votes_dirichlet": {},
    "new_jacobian_inline": {},
    "new_jacobian_functions": {},
}


def renamed(twin: str, names: Names) -> str:
    """What the program calls a value of its twin."""
    head, *indices = twin.split(".")
    new, order = names.get(head, (head, range(len(indices))))
    return ".".join([new, *(indices[k] for k in order)])


def of_twin(entry: Entry, names: Names) -> Entry:
    """The entry of a twin as the program's: free values by its names, and the outputs that it has too."""
    kept = [k for k, output in enumerate(entry["outputs"]) if output.split(".")[0] not in names]
    points = [point | {"values": [point["values"][k] for k in kept]} for point in entry["points"]]
    return entry | {"names": [renamed(name, names) for name in entry["names"]], "outputs": [entry["outputs"][k] for k in kept], "points": points}


def programs(chosen: Sequence[str]) -> None:
    """The programs of `programs/` with their data."""
    files = [path for path in sorted((ROOT / "programs").glob("*.stan")) if not chosen or path.stem in chosen]
    twins = {path.stem: path for path in (HERE / "twins").glob("*.stan")}
    requests = [(path.stem, Request(twins.get(path.stem, path), path.with_suffix(".json").read_text())) for path in files]
    found = asked(requests, lambda name: name.startswith("new_") and name not in RENAMED)
    store(STORED / "programs.json", ((name, of_twin(entry, RENAMED.get(name, {}))) for name, entry in found))


def expressions(chosen: Sequence[str]) -> None:
    """The tables of `micro/`: subject -> name -> numbers. What the interpreter of Stan 2.40 can compute first, which takes no compiler, then the rest from 2.35;
    of the subjects that are chosen all from 2.35 too. What Stan refuses to compute is None."""
    quick = quick_expressions()
    wanted = [(subject, [e for e in subject.expressions if subject.name in chosen or (not chosen and e.name not in quick[subject.name])]) for subject in micro.subjects()]
    left = [(subject, list(part)) for subject, lines in wanted for part in parts(lines)]
    path = STORED / "micro_235.json"
    known: dict[str, Entry] = json.loads(path.read_text()) if path.exists() else {}
    while left:
        batch, left = left[:CHUNKS], left[CHUNKS:]
        for (subject, part), answer in zip(batch, asked_text([micro.program(subject, part) for subject, part in batch]), strict=True):
            found, entry = answer["points"][0]["values"], known.setdefault(subject.name, {})
            if isinstance(found, str):
                refused = part.pop(len(part) - 1 - trailing(micro.program(subject, part), found))
                print(subject.name, refused, found, file=sys.stderr)
                entry[refused.name] = None
                left.append((subject, part))
                continue
            entry |= {e.name: [] for e in part}
            for output, value in zip(answer["outputs"], found, strict=True):
                entry[output.split(".")[0]].append(value)
        write(path, known)


def quick_expressions() -> dict[str, Entry]:
    """What the interpreter gives."""
    found = {subject.name: {e.name: value for e in subject.expressions if (value := expression(subject, e)) is not None} for subject in micro.subjects()}
    write(STORED / "micro_240.json", found)
    return found


def parts(lines: Sequence[micro.Expression]) -> list[Sequence[micro.Expression]]:
    """Expressions, as many as one program may have."""
    return [lines[k : k + EXPRESSIONS] for k in range(0, len(lines), EXPRESSIONS)]


def trailing(text: str, message: str) -> int:
    """How many expressions stand behind the one that a message of Stan's is about."""
    return len(text.splitlines()) - 1 - int(re.findall(r"line (\d+)", message)[-1])


def asked_text(texts: Sequence[str], points: Callable[[int], Sequence[Sequence[float]]] = lambda dim: [[0.0] * dim]) -> list[Entry]:
    """What Stan 2.35 gives for programs without data."""
    with tempfile.TemporaryDirectory() as folder:
        paths = [Path(folder) / f"p{k}.stan" for k in range(len(texts))]
        for path, text in zip(paths, texts, strict=True):
            path.write_text(text)
        return stan().values([Request(path, points=points) for path in paths])


def constraints(chosen: Sequence[str]) -> None:
    """The declarations of `transforms`."""
    old = {name: text for name, text in transforms.DECLARATIONS.items() if not chosen or name in chosen}
    twins = {name: twin for name, (_, twin, _) in transforms.STOCHASTIC.items() if not chosen or name in chosen}
    texts = {name: transforms.program(text) for name, text in (old | twins).items()}
    answers = asked_text(list(texts.values()), transforms.points)
    path = STORED / "transforms.json"
    store(path, ((name, matrices(name, exact(tidy(answer, Stan.version, text)))) for (name, text), answer in zip(texts.items(), answers, strict=True)))
    for name, text in transforms.NEW.items():
        if not chosen or name in chosen:
            with tempfile.TemporaryDirectory() as folder:
                program = Path(folder) / "p.stan"
                program.write_text(transforms.program(text))
                store(path, [(name, exact(tidy(new_values(Request(program, points=transforms.points)), "2.40", program.read_text())))])


def matrices(name: str, entry: Entry) -> Entry:
    """Values of simplexes under the names of the stochastic matrix that they are."""
    names: Names = {"x": ("x", transforms.STOCHASTIC[name][2])} if name in transforms.STOCHASTIC else {}
    return entry | {key: [renamed(word, names) for word in entry[key]] for key in ("names", "outputs")}


def exact(entry: Entry) -> Entry:
    """Without the points, which `transforms.points` gives."""
    return entry | {"points": [{key: value for key, value in point.items() if key != "z"} for point in entry["points"]]}


TASKS: dict[str, Callable[[Sequence[str]], None]] = {"programs": programs, "micro": expressions, "transforms": constraints}

if __name__ == "__main__":
    TASKS[sys.argv[1]](sys.argv[2:])
