"""Callers in C for tests of the calling convention, and derived functions that note how they are called and answer with known numbers."""
from __future__ import annotations

import ctypes
import struct
import subprocess
from typing import Any

import llvmlite.binding as llvm
from compilers import need
from llvmlite.binding import ModuleRef

from llbayes.ad.foreign.joined import joined
from llbayes.ad.foreign.names import derived_name
from llbayes.ad.foreign.rewriting import rewrite
from llbayes.ir.graph.leaves import Layout
from llbayes.ir.records import Inst, Module
from llbayes.ir.text import reader, writer
from llbayes.ir.text.tokens import fields

HEAD = """
extern int enzyme_dup, enzyme_dupnoneed, enzyme_dupv, enzyme_dupnoneedv, enzyme_const, enzyme_out, enzyme_width, enzyme_tape, enzyme_allocated, enzyme_nofree,
    enzyme_primal_return, enzyme_noret, enzyme_const_return, enzyme_active_return, enzyme_dup_return, enzyme_byref, enzyme_not_overwritten,
    enzyme_runtime_activity, enzyme_strong_zero, enzyme_interleave, enzyme_nonsense, enzyme_trace;
"""
BASES = {"aug": 100.0, "rev": 200.0, "fwd": 300.0}            # what derived functions answer: the base of their kind, and the place in the result
ROOM = 512


def ir_of(source: str, level: str = "O0", *flags: str) -> str:
    """C as clang makes it."""
    need("clang-22")
    command = ["clang-22", "-w", "-x", "c", "-S", "-emit-llvm", f"-{level}", *flags, "-", "-o", "-"]
    ran = subprocess.run(command, input=HEAD + source, capture_output=True, text=True, timeout=120)
    assert ran.returncode == 0, ran.stderr
    return ran.stdout


def module_of(text: str) -> Module:
    """Text of IR as LLVM prints it, in records."""
    with llvm.create_context() as context, llvm.parse_assembly(text, context) as parsed:
        return reader.read(str(parsed))


def rewritten(text: str) -> tuple[str, list[tuple[str, str, int]], list[str]]:
    """(the module after rewriting, with derived functions that note their calls; which were wanted, combined forms as their halves; their names)."""
    module = module_of(text)
    keys = rewrite(module)
    wanted = [("rev" if key.kind == "both" else key.kind, key.function, key.width) for key in keys]
    for key in keys:
        if key.kind == "both":
            both = joined(module.functions[key.function], Layout.of(module))
            both.name = derived_name(f"both.{key.mask}", key.function)
            module.functions[both.name] = both
    insts = [i for f in module.functions.values() for b in f.blocks for i in b.insts]
    assert not [i for i in insts if i.op in ("call", "invoke") and "__enzyme_" in i.callee.ref]
    assert not [line for line in module.globals if line.startswith("@enzyme_") and "internal" not in line]
    derived = {i.callee.ref: i for i in insts if i.op == "call" and "llb." in i.callee.ref and "llb.both." not in i.callee.ref}
    pairs = "".join(f"@llb.pair.{function} = constant i8 0\n" for kind, function, _ in wanted if kind == "pair")
    bodies = "".join(_noting(number, call) for number, call in enumerate(derived.values()))
    text = f"{writer.write(module)}\n@noted = global [{ROOM} x i64] zeroinitializer\n@count = global i64 0\n{pairs}{bodies}"
    return text, wanted, [ref.strip('@"') for ref in derived]


def _noting(number: int, call: Inst) -> str:
    """A function that notes its number and its arguments, and gives numbers that say which field they are: `aug` 100, 101, …"""
    name = call.callee.ref
    lines = ["%c0 = load i64, ptr @count"]
    words = [("i64", str(number)), *((a.type, f"%a{k}") for k, a in enumerate(call.args))]
    for k, (type_, ref) in enumerate(words):
        place = f"%p{k}"
        lines += [f"{place} = getelementptr [{ROOM} x i64], ptr @noted, i64 0, i64 %c{k}", *_note(f"%v{k}", type_, ref, place), f"%c{k + 1} = add i64 %c{k}, 1"]
    lines.append(f"store i64 %c{len(words)}, ptr @count")
    base = BASES[name.strip('@"').split(".")[1][:3]]
    whole = "poison"
    for k, part in enumerate(fields(call.type) if call.type != "void" else ()):
        value = f"{base + k}" if part in ("double", "float") else f"inttoptr (i64 {int(base) + k} to ptr)" if part.startswith("ptr") else str(int(base) + k)
        lines.append(f"%r{k} = insertvalue {call.type} {whole}, {part} {value}, {k}")
        whole = f"%r{k}"
    lines.append("ret void" if call.type == "void" else f"ret {call.type} {whole}")
    params = ", ".join(f"{a.type} %a{k}" for k, a in enumerate(call.args))
    return f"define {call.type} {name}({params}) noinline {{\n" + "\n".join(lines) + "\n}\n"


def _note(name: str, type_: str, ref: str, place: str) -> list[str]:
    """A scalar as 64 bits."""
    if type_ == "float":
        return [f"{name}w = fpext float {ref} to double", f"store double {name}w, ptr {place}"]
    if type_[0] == "i" and type_ != "i64":
        return [f"{name}w = {'zext' if type_ == 'i1' else 'sext'} {type_} {ref} to i64", f"store i64 {name}w, ptr {place}"]
    return [f"store {type_} {ref}, ptr {place}"]


def checked(text: str) -> ModuleRef:
    """What LLVM has verified."""
    parsed = llvm.parse_assembly(text)
    parsed.verify()
    return parsed


class Ran:
    """What a function gave, and the calls of derived functions while it ran: their names and arguments, addresses by the names that are known."""

    def __init__(self, source: str, level: str, name: str, *args: Any, result: Any = ctypes.c_double):
        text, self.wanted, names = rewritten(ir_of(source, level))
        llvm.initialize_native_target()
        llvm.initialize_native_asmprinter()
        machine = llvm.Target.from_default_triple().create_target_machine(opt=1)
        module = checked(text)
        kinds = [ctypes.c_double if isinstance(a, float) else ctypes.c_long if isinstance(a, int) else ctypes.c_void_p for a in args]
        with llvm.create_mcjit_compiler(module, machine) as engine:
            engine.finalize_object()
            function = ctypes.CFUNCTYPE(result, *kinds)(engine.get_function_address(name))
            given = [ctypes.addressof(a) if isinstance(a, ctypes.Array) else a for a in args]
            self.gave = function(*given)
            noted = (ctypes.c_int64 * ROOM).from_address(engine.get_global_value_address("noted"))
            count = ctypes.c_int64.from_address(engine.get_global_value_address("count")).value
            known = {a: f"arg{k}" for k, a in enumerate(given) if isinstance(args[k], ctypes.Array)}
            self.calls = _told(list(noted)[:count], names, {line.split("(")[0].split("@")[1].strip('"'): line for line in text.split("\n") if line.startswith("define")
                                                           and "llb." in line}, known)


def _told(noted: list[int], names: list[str], heads: dict[str, str], known: dict[int, str]) -> list[str]:
    """`aug f 1.0 arg0 arg1`, one a call."""
    found: list[str] = []
    while noted:
        name = names[noted.pop(0)]
        types = [word.rsplit(" ", 1)[0] for word in heads[name].split("(", 1)[1].split(")")[0].split(", ") if word]
        words = [_word(type_, noted.pop(0), known) for type_ in types]
        found.append(" ".join([name.removeprefix("llb.").replace(".", " ", 1), *words]))
    return found


def _word(type_: str, bits: int, known: dict[int, str]) -> str:
    if type_ in ("double", "float"):
        return f"{struct.unpack('<d', struct.pack('<q', bits))[0]:g}"
    if type_.startswith("ptr"):
        return known.get(bits, f"#{bits}" if 0 <= bits < 1000 else "ptr")
    return f"i{bits}"
