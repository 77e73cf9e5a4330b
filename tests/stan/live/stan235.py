"""Stan 2.35 itself, from the wheel of httpstan: programs with data and points in, names, log densities, gradients and outputs out.

    Stan(httpstan_directory, build_directory).values([Request(path, data), …])

Many programs are compiled as one C++ unit behind a precompiled header, so that Stan's own headers are read once for all of them.
"""
from __future__ import annotations

import json
import re
import subprocess
import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np

HERE = Path(__file__).parent
FLAGS = ["-std=c++17", "-O0", "-w", "-DUSING_R", "-D_REENTRANT", "-DBOOST_DISABLE_ASSERTS", "-DBOOST_PHOENIX_NO_VARIADIC_EXPRESSION", "-D_GLIBCXX_USE_CXX11_ABI=0"]
LIBRARIES = ["-lsundials_cvodes", "-lsundials_idas", "-lsundials_kinsol", "-lsundials_nvecserial", "-ltbb", "-Wl,--gc-sections"]


def points(dim: int, count: int = 3) -> list[list[float]]:
    """Points near, around and far from the middle: 0.1, 0.5 and 1 times standard normal numbers."""
    return [(scale * np.random.default_rng(seed).standard_normal(dim)).tolist() for seed, scale in ((1, 0.1), (2, 0.5), (3, 1.0), (4, 0.3), (5, 0.7))][:count]


class Request(NamedTuple):
    """One program: its file, its data as JSON text, and the points of its unconstrained space by its dimension."""

    program: Path
    data: str = "{}"
    points: Callable[[int], Sequence[Sequence[float]]] = points


class Stan:
    """httpstan's compiler and headers at `home`, and a directory for what is built."""

    version = "2.35.0"

    def __init__(self, home: Path, build: Path) -> None:
        self.home, self.headers = home, build
        build.mkdir(parents=True, exist_ok=True)
        self.build = Path(tempfile.mkdtemp(dir=build))

    def values(self, requests: Sequence[Request]) -> list[dict[str, Any]]:
        """What each program gives, in order; {"failed": message} where it could not be compiled or constructed."""
        sources = [self.translated(request.program, k) for k, request in enumerate(requests)]
        program = self.compiled([(k, source) for k, source in enumerate(sources) if source[0] is not None])
        dims = [answer.get("dim", 0) for answer in self.asked(program, requests, sources, [[]] * len(requests))]
        return self.asked(program, requests, sources, [request.points(dim) for request, dim in zip(requests, dims, strict=True)])

    def translated(self, program: Path, k: int) -> tuple[str | None, str]:
        """The C++ of a program without what would clash with another's, and what stanc says where it refuses."""
        out = self.build / f"m{k}.hpp"
        done = subprocess.run([self.home / "stanc", f"--name=zz{k}", f"--include-paths={program.parent}", f"--o={out}", program], capture_output=True, text=True)
        if done.returncode:
            return None, done.stderr
        text = re.sub(r"^using stan(::model::model_base_crtp;|_model = .*)$", "", out.read_text(), flags=re.M)
        return text.replace("model_base_crtp", "lean_base").replace("const final {", "const {"), ""

    def header(self) -> Path:
        """Everything that all programs share, compiled once."""
        header = self.headers / "stan.hpp"
        text = (HERE / "stan.hpp").read_text()
        if not header.exists() or header.read_text() != text or not header.with_suffix(".hpp.gch").exists():
            header.write_text(text)
            self.gxx(["-x", "c++-header", str(header), "-o", f"{header}.gch"])
        return header

    def compiled(self, sources: list[tuple[int, tuple[str | None, str]]]) -> Path:
        """One executable of the programs."""
        rows = "\n".join(f"  table.at({k}) = made<zz{k}_namespace::zz{k}>;" for k, _ in sources)
        size = max((k for k, _ in sources), default=-1) + 1
        main = f"int main(int, char** argv) {{\n  std::vector<Maker> table({size});\n{rows}\n  return serve(table, argv[1]);\n}}\n"
        unit, out = self.build / "batch.cpp", self.build / "batch"
        unit.write_text("\n".join([f'#include "{self.header()}"', f'#include "{HERE / "host.hpp"}"', *(str(source[0]) for _, source in sources), main]))
        self.gxx([str(unit), "-o", str(out), f"-L{self.home / 'lib'}", *LIBRARIES, f"-Wl,-rpath,{self.home / 'lib'}"])
        return out

    def gxx(self, arguments: list[str]) -> None:
        """The compiler, politely."""
        subprocess.run(["nice", "-n", "1", "g++", *FLAGS, f"-I{self.home / 'include'}", *arguments], check=True)

    def asked(self, program: Path, requests: Sequence[Request], sources: list[tuple[str | None, str]], wanted: list[Any]) -> list[dict[str, Any]]:
        """The answers of the executable."""
        lines: list[str] = []
        for k, (request, zs) in enumerate(zip(requests, wanted, strict=True)):
            if sources[k][0] is None:
                continue
            data = self.build / f"d{k}.json"
            data.write_text(request.data)
            lines += [str(k), str(data), str(len(zs)), *(" ".join(map(repr, map(float, z))) for z in zs)]
        (self.build / "requests").write_text("\n".join(lines) + "\n")
        done = subprocess.run([program, self.build / "requests"], capture_output=True, text=True, check=True)
        found = iter(done.stdout.splitlines())
        return [{"failed": said} if source is None else json.loads(next(found)) for source, said in sources]
