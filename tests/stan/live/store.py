"""Stores Stan's values of the suite's programs: `PYTHONPATH=tests/stan python tests/stan/live/store.py WHAT [NAME …]`, WHAT one of `TASKS`; names choose some and leave the other entries as they are.

Needs the wheels of httpstan (Stan 2.35, `HTTPSTAN` names its directory), g++, stanli (Stan 2.40) and bridgestan; see README.md.
"""
from __future__ import annotations

import json
import re
import sys
import tempfile
from collections.abc import Callable, Iterable, Sequence
from functools import partial
from pathlib import Path
from typing import Any, TypeVar

import densities
import micro
import transforms
from laws.points import EXTREME, ORDINARY, Call, calls
from ordering import in_order
from stan235 import Question, Request, Stan
from stan240 import density, expression
from stan240 import values as new_values

HERE = Path(__file__).parent
ROOT = HERE.parent
STORED = ROOT / "stored"
BATCH = 15                          # programs a C++ unit: memory of the compiler
EXPRESSIONS, CHUNKS = 120, 5        # expressions a program, programs a unit
KINDS = 100                         # kinds of calls of distributions a program
Entry = dict[str, Any]
T = TypeVar("T")


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
        for (name, request), answer in zip(batch, Stan.here().values([request for _, request in batch]), strict=True):
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
    """The tables of `micro/`: subject -> name -> numbers. All from Stan 2.35, and from the interpreter of 2.40 what stanc 2.35 refuses; what Stan refuses to
    compute is None."""
    subjects = [subject for subject in micro.subjects() if not chosen or subject.name in chosen]
    taken = {subject: accepted(subject.expressions, partial(micro.program, subject)) for subject in subjects}
    newer = {subject.name: {e.name: expression(subject, e) for e in subject.expressions if e not in taken[subject]} for subject in subjects}
    write(STORED / "micro_240.json", filled(read(STORED / "micro_240.json") | newer))
    path = STORED / "micro_235.json"
    known = read(path) | {subject.name: {} for subject in subjects}
    left = [(subject, list(part)) for subject in subjects for part in parts(taken[subject], EXPRESSIONS)]
    while left:
        batch, left = left[:CHUNKS], left[CHUNKS:]
        for (subject, part), answer in zip(batch, asked_text([micro.program(subject, part) for subject, part in batch]), strict=True):
            found = answer["points"][0]["values"]
            if isinstance(found, str):
                refused = part.pop(at_line(micro.program(subject, part), found, len(part)))
                print(subject.name, refused, found, file=sys.stderr)
                known[subject.name][refused.name] = None
                left.append((subject, part))
                continue
            entry: Entry = {e.name: [] for e in part}
            for output, value in zip(answer["outputs"], found, strict=True):
                entry[output.split(".")[0]].append(value)
            known[subject.name] |= entry
        write(path, filled(known))


def filled(entries: dict[str, Entry]) -> dict[str, Entry]:
    """Those in which there is something."""
    return {name: entry for name, entry in entries.items() if entry}


def read(path: Path) -> dict[str, Entry]:
    """A stored file."""
    return json.loads(path.read_text()) if path.exists() else {}


def parts(lines: Sequence[T], size: int) -> list[Sequence[T]]:
    """Lines, as many as one program may have."""
    return [lines[k : k + size] for k in range(0, len(lines), size)]


def accepted(lines: Sequence[T], program: Callable[[Sequence[T]], str]) -> list[T]:
    """The lines of a program that stanc 2.35 takes; those lines stand last in it, before the bracket that closes it."""
    stan, left = Stan.here(), list(lines)
    while said := stan.refusal(program(left)):
        print("stanc 2.35 refuses", left.pop(at_line(program(left), said, len(left))), file=sys.stderr)
    return left


def at_line(text: str, message: str, count: int) -> int:
    """Which of the last lines of a program, before its bracket, a message of Stan's is about."""
    before = len(text.splitlines()) - 1 - count
    found = int(re.findall(r"line (\d+), column", message)[-1]) - 1 - before
    if not 0 <= found < count:
        raise RuntimeError(message)
    return found


def asked_text(texts: Sequence[str], points: Callable[[int], Sequence[Sequence[float]]] = lambda dim: [[0.0] * dim]) -> list[Entry]:
    """What Stan 2.35 gives for programs without data."""
    with tempfile.TemporaryDirectory() as folder:
        return Stan.here().values([Request(path, points=points) for path in written(texts, folder)])


def written(texts: Sequence[str], folder: str) -> list[Path]:
    """Programs as files."""
    paths = [Path(folder) / f"p{k}.stan" for k in range(len(texts))]
    for path, text in zip(paths, texts, strict=True):
        path.write_text(text)
    return paths


def constraints(chosen: Sequence[str]) -> None:
    """The declarations of `transforms`; entries of others are dropped."""
    path, twins = STORED / "transforms.json", {name: twin for name, (_, twin, _) in transforms.STOCHASTIC.items()}
    write(path, {name: entry for name, entry in read(path).items() if name in transforms.DECLARATIONS | transforms.NEW | twins})
    texts = [(name, transforms.program(text)) for name, text in (transforms.DECLARATIONS | twins).items() if not chosen or name in chosen]
    for part in parts(texts, BATCH):
        answers = asked_text([text for _, text in part], transforms.points)
        store(path, ((name, matrices(name, exact(tidy(answer, Stan.version, text)))) for (name, text), answer in zip(part, answers, strict=True)))
    for name, text in transforms.NEW.items():
        if not chosen or name in chosen:
            with tempfile.TemporaryDirectory() as folder:
                (program,) = written([transforms.program(text)], folder)
                store(path, [(name, exact(tidy(new_values(Request(program, points=transforms.points)), "2.40", program.read_text())))])


def matrices(name: str, entry: Entry) -> Entry:
    """Values of simplexes under the names of the stochastic matrix that they are."""
    names: Names = {"x": ("x", transforms.STOCHASTIC[name][2])} if name in transforms.STOCHASTIC else {}
    return entry | {key: [renamed(word, names) for word in entry[key]] for key in ("names", "outputs")}


def exact(entry: Entry) -> Entry:
    """Without the points, which `transforms.points` gives."""
    return entry | {"points": [{key: value for key, value in point.items() if key != "z"} for point in entry["points"]]}


def laws(chosen: Sequence[str]) -> None:
    """The calls of `laws/points.py`: version -> call -> value and the slopes in each real argument. From Stan 2.35 all that stanc 2.35 takes, the rest from the
    interpreter of 2.40; calls at which Stan raises are left out."""
    path = ROOT / "laws" / "stan.json"
    every = [call for call in [*calls(ORDINARY), *calls(EXTREME)] if not chosen or call.law in chosen]
    kinds = accepted(list(dict.fromkeys(map(densities.kind, every))), densities.program)
    stored = read(path) if chosen else {}
    for part in parts(kinds, KINDS):
        stored.setdefault(Stan.version, {}).update(by_kinds([call for call in every if densities.kind(call) in part], part))
        write_calls(path, stored)
    newer = {str(call): density(call) for call in every if densities.kind(call) not in kinds}
    stored.setdefault("2.40", {}).update({call: found for call, found in newer.items() if found})
    write_calls(path, stored)


def by_kinds(asked: Sequence[Call], kinds: Sequence[densities.Kind]) -> Entry:
    """What Stan 2.35 gives for calls of some kinds."""
    with tempfile.TemporaryDirectory() as folder:
        built = Stan.here().built(written([densities.program(kinds)], folder))
    questions = [densities.question(call, kinds) for call in asked]
    found: Entry = {}
    for call, answer in zip(asked, built.answers([Question(0, data, [z]) for data, z in questions]), strict=True):
        (point,) = answer["points"]
        if point["log_density"] is None:
            print(call, point["refused"], file=sys.stderr)
        else:
            found[str(call)] = [point["log_density"], *densities.slopes(call, point["gradient"])]
    return found


def write_calls(path: Path, stored: dict[str, Entry]) -> None:
    """A line a call."""
    versions = (f"{json.dumps(version)}: {{\n" + ",\n".join(f" {json.dumps(k)}: {json.dumps(v)}" for k, v in found.items()) + "\n}" for version, found in stored.items() if found)
    path.write_text("{\n" + ",\n".join(versions) + "\n}\n")


TASKS: dict[str, Callable[[Sequence[str]], None]] = {"programs": programs, "micro": expressions, "transforms": constraints, "laws": laws}

if __name__ == "__main__":
    TASKS[sys.argv[1]](sys.argv[2:])
