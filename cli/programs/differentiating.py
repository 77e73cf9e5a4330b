"""`llbayes ad`: derivatives in a module of LLVM IR, where its calls of Enzyme's convention ask for them."""
from __future__ import annotations

import argparse
import os
import sys
import tempfile
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from ...ir.errors import SettingsError
from ..files import existing
from ..words import count
from ..writing import refuse_folder

if TYPE_CHECKING:
    from ...ad.facts.activity import Activity
    from ...ad.foreign.convention import Request
    from ...ir.foreign import Foreign
    from ...ir.records import Function

KINDS = (".ll", ".bc")


def ad_options(parser: argparse.ArgumentParser, words: list[str]) -> None:
    """Files in, a file out."""
    parser.add_argument("files", nargs="+", metavar="FILE", help="LLVM IR as `clang -S -emit-llvm` writes it, x.ll, or bitcode, x.bc; several are linked")
    parser.add_argument("-o", "--out", type=Path, metavar="FILE", help="where the module goes, as text; a file that is there is replaced")
    parser.add_argument("--print-plan", action="store_true", help="say what each call asks for, and which functions are derived")
    parser.add_argument("--print-activity", action="store_true", help="say of each argument, and of each value of what is derived, whether it takes part")


def ad(options: argparse.Namespace) -> None:
    """Differentiates; what is printed goes to standard output."""
    from ...ad.foreign import differentiate
    from ...ir.foreign import link_in

    files = [existing(name, "file of LLVM IR", KINDS) for name in options.files]
    if options.out is None and not (options.print_plan or options.print_activity):
        raise SettingsError("it is not said where the module goes: `-o out.ll` names a file")
    if options.out is not None:
        check_place(options.out, files)
    module = link_in(files)
    if "__enzyme_" not in module.text:
        print(f"llbayes: nothing in {module.origin} asks for a derivative", file=sys.stderr)
    if options.print_plan or options.print_activity:
        print(told(module, options.print_plan, options.print_activity))
    if options.out is not None or options.print_activity:
        text = differentiate(module, tell_values if options.print_activity else None)
        if options.out is not None:
            write(text, options.out)


def check_place(out: Path, files: list[Path]) -> None:
    """SettingsError for a file that cannot be written, or that is read."""
    refuse_folder(out)
    if not out.absolute().parent.is_dir():
        raise SettingsError(f"there is no folder `{out.parent}`")
    if any(out.exists() and out.samefile(path) for path in files):
        raise SettingsError(f"`{out}` is what is read: give the module that is written another name")


def write(text: str, out: Path) -> None:
    """At once: nobody sees half a file, and what was there stays where something fails."""
    handle, name = tempfile.mkstemp(dir=out.absolute().parent, prefix=f".{out.name}.")
    try:
        with os.fdopen(handle, "w") as file:
            file.write(text.rstrip("\n") + "\n")
        umask = os.umask(0)
        os.umask(umask)
        os.chmod(name, 0o666 & ~umask)
        os.replace(name, out)
    except BaseException:
        os.unlink(name)
        raise


def told(module: Foreign, plan: bool, activity: bool) -> str:
    """What calls ask for, then the derived functions."""
    from ...ad.foreign.convention import requests
    from ...ad.foreign.rewriting import rewrite
    from ...ir.foreign import lines
    from ...ir.text import read

    records = read(module.text)
    place = lines(records)
    parts: list[str] = []
    for request in requests(records):
        where = place(records.functions[request.caller], request.call)
        parts += [f"`{request.caller}`{f' at {where}' if where else ''}: {asked(request)}", *(activities(request) if activity else [])]
    if plan:
        keys = [form_of(key.kind, key.function, key.width) for turn in iter(lambda: rewrite(records), []) for key in turn]
        parts.append(f"derived: {', '.join(keys) or 'nothing'}")
    return "\n".join(parts)


def asked(request: Request) -> str:
    """A call in one line."""
    lanes = f" in {count(request.width, 'lane')}" if request.width > 1 else ""
    return f"{request.entry} of `{request.function}`, {request.mode}{lanes} ({', '.join(a.activity for a in request.arguments)}) -> {request.returns}"


def activities(request: Request) -> list[str]:
    """A line for each argument and the return."""
    of = f"of `{request.function}`"
    by_type = {True: "", False: ", by its type"}
    lines = [f"  argument {k} {of} (`{a.type}`): {a.activity}{by_type[a.marked]}" for k, a in enumerate(request.arguments, 1)]
    return [*lines, f"  the return {of}: {request.returns}{by_type['returns' in request.flags]}"]


def tell_values(kind: str, function: Function, active: Activity) -> None:
    """A line for each floating value of a function that is derived."""
    from ...ir.graph.build import FLOATS
    from ...ir.text.writer import write_inst

    print(f"`{function.name}`, {'forward' if kind.startswith('fwd') else 'reverse'}:")
    for inst in (i for block in function.blocks for i in block.insts if i.result is not None and i.type in FLOATS):
        print(f"  {'active  ' if inst.result in active.values else 'constant'} {write_inst(replace(inst, metadata=()))}")


def form_of(kind: str, function: str, width: int) -> str:
    """A derived function in words."""
    words = {"rev": "halves of the reverse", "both": "reverse", "fwd": "forward", "pair": "pair"}
    lanes = f" in {count(width, 'lane')}" if width > 1 else ""
    return f"{words[kind]} of `{function}`{lanes}"
