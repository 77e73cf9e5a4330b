"""Stan 2.35 itself, from the wheel of httpstan: programs with data and points in, names, log densities, gradients and outputs out.

    Stan(httpstan_directory, build_directory).values([Request(path, data), …])
    Stan(httpstan_directory, build_directory).built(paths).answers([Question(0, data, points), …])

Many programs are compiled as one C++ unit behind a precompiled header, so that Stan's own headers are read once for all of them; a program that is built answers
as often as it is asked.
"""
from __future__ import annotations

import hashlib
import json
import os
import re
import subprocess
import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np

HERE = Path(__file__).parent
FLAGS = ["-std=c++17", "-O0", "-ffp-contract=off", "-w", "-DUSING_R", "-D_REENTRANT", "-DBOOST_DISABLE_ASSERTS", "-DBOOST_PHOENIX_NO_VARIADIC_EXPRESSION", "-D_GLIBCXX_USE_CXX11_ABI=0"]
FOLDER = re.compile(r"in '[^']*/(?=[^/']+\.stan')")        # where a program stood is no part of what is stored
LIBRARIES = ["-lsundials_cvodes", "-lsundials_idas", "-lsundials_kinsol", "-lsundials_nvecserial", "-ltbb", "-Wl,--gc-sections"]


def points(dim: int, count: int = 3) -> list[list[float]]:
    """Points near, around and far from the middle: 0.1, 0.5 and 1 times standard normal numbers."""
    return [(scale * np.random.default_rng(seed).standard_normal(dim)).tolist() for seed, scale in ((1, 0.1), (2, 0.5), (3, 1.0), (4, 0.3), (5, 0.7))][:count]


class Request(NamedTuple):
    """One program: its file, its data as JSON text, and the points of its unconstrained space by its dimension."""

    program: Path
    data: str = "{}"
    points: Callable[[int], Sequence[Sequence[float]]] = points


class Question(NamedTuple):
    """What a program that is built is asked: its number, its data as JSON text, and points."""

    program: int
    data: str = "{}"
    points: Sequence[Sequence[float]] = ()


class Built(NamedTuple):
    """Programs as one executable in a directory, and what stanc says of those that it refuses."""

    executable: Path
    refused: dict[int, str]

    def answers(self, questions: Sequence[Question]) -> list[dict[str, Any]]:
        """What each gives, in order; {"failed": message} where a program could not be compiled or constructed."""
        lines: list[str] = []
        for k, question in enumerate(questions):
            if question.program not in self.refused:
                data = self.executable.with_name(f"d{k}.json")
                data.write_text(question.data)
                lines += [str(question.program), str(data), str(len(question.points)), *(" ".join(map(repr, map(float, z))) for z in question.points)]
        wanted = self.executable.with_name("requests")
        wanted.write_text("".join(f"{line}\n" for line in lines))
        found = iter(subprocess.run([self.executable, wanted], capture_output=True, text=True, check=True).stdout.splitlines())
        return [{"failed": self.refused[q.program]} if q.program in self.refused else json.loads(FOLDER.sub("in '", next(found))) for q in questions]


class Stan:
    """httpstan's compiler and headers at `home`, and a directory for what is built."""

    version = "2.35.0"

    def __init__(self, home: Path, build: Path) -> None:
        self.home, self.headers = home, build
        build.mkdir(parents=True, exist_ok=True)
        self.build = Path(tempfile.mkdtemp(dir=build))

    @classmethod
    def here(cls) -> Stan:
        """Stan where the environment says it is."""
        return cls(Path(os.environ["HTTPSTAN"]), Path(os.environ.get("BUILD", Path(tempfile.gettempdir(), "stanbuild"))))

    def values(self, requests: Sequence[Request]) -> list[dict[str, Any]]:
        """What each program gives at its points, in order."""
        built = self.built([request.program for request in requests])
        dims = [answer.get("dim", 0) for answer in built.answers([Question(k, request.data) for k, request in enumerate(requests)])]
        return built.answers([Question(k, request.data, request.points(dim)) for k, (request, dim) in enumerate(zip(requests, dims, strict=True))])

    def built(self, programs: Sequence[Path]) -> Built:
        """The programs compiled."""
        sources = [self.translated(program, k) for k, program in enumerate(programs)]
        return Built(self.compiled({k: text for k, (text, _) in enumerate(sources) if text}), {k: said for k, (text, said) in enumerate(sources) if not text})

    def refusal(self, text: str) -> str:
        """What stanc says of a program; nothing where it takes it."""
        program = self.build / "refused.stan"
        program.write_text(text)
        return self.stanc(program, "refused", self.build / "refused.hpp")

    def stanc(self, program: Path, name: str, out: Path) -> str:
        """Translates a program; what stanc says where it refuses."""
        done = subprocess.run([self.home / "stanc", f"--name={name}", f"--include-paths={program.parent}", f"--o={out}", program], capture_output=True, text=True)
        return done.stderr if done.returncode else ""

    def translated(self, program: Path, k: int) -> tuple[str, str]:
        """The C++ of a program without what would clash with another's, or what stanc says where it refuses."""
        out = self.build / f"m{k}.hpp"
        if said := self.stanc(program, f"zz{k}", out):
            return "", said
        text = re.sub(r"^using stan(::model::model_base_crtp;|_model = .*)$", "", out.read_text(), flags=re.M)
        return text.replace("model_base_crtp", "lean_base").replace("const final {", "const {"), ""

    def header(self) -> Path:
        """Everything that all programs share, compiled once for the flags; another process that builds it at the same time does no harm."""
        text = f"// {' '.join(FLAGS)}\n{(HERE / 'stan.hpp').read_text()}"
        header = self.headers / f"stan_{hashlib.sha256(text.encode()).hexdigest()[:8]}.hpp"
        compiled = Path(f"{header}.gch")
        if not compiled.exists():
            header.write_text(text)
            self.gxx(["-x", "c++-header", str(header), "-o", str(self.build / compiled.name)])
            (self.build / compiled.name).replace(compiled)
        return header

    def compiled(self, sources: dict[int, str]) -> Path:
        """One executable of the programs."""
        rows = "\n".join(f"  table.at({k}) = made<zz{k}_namespace::zz{k}>;" for k in sources)
        main = f"int main(int, char** argv) {{\n  std::vector<Maker> table({max(sources, default=-1) + 1});\n{rows}\n  return serve(table, argv[1]);\n}}\n"
        unit, out = self.build / "batch.cpp", self.build / "batch"
        unit.write_text("\n".join([f'#include "{self.header()}"', f'#include "{HERE / "host.hpp"}"', *sources.values(), main]))
        self.gxx([str(unit), "-o", str(out), f"-L{self.home / 'lib'}", *LIBRARIES, f"-Wl,-rpath,{self.home / 'lib'}"])
        return out

    def gxx(self, arguments: list[str]) -> None:
        """The compiler, politely."""
        subprocess.run(["nice", "-n", "10", "g++", *FLAGS, f"-I{self.home / 'include'}", *arguments], check=True)
