"""Takes what users give (text, bitcode, or the path of a file with either), gives the module as LLVM prints it, and its records.

LLVM reads, verifies and prints; our reader sees its printer's text alone. Triple and data layout stay what they are in the file.
"""
from __future__ import annotations

import re
from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from functools import cached_property, partial
from pathlib import Path
from typing import TYPE_CHECKING

from ..errors import CompileError
from ..machine import target
from ..machine.in_child import EndedError, in_child
from ..machine.locks import COMPILING
from ..records import Module
from ..text import IRSyntaxError, read
from .refused import unread, unverified, versions

if TYPE_CHECKING:
    from llvmlite.binding import Context, ModuleRef

Source = str | bytes | Path
Content = tuple[str | bytes, str]                   # text or bitcode, and what messages call it

_BITCODE = (b"BC\xc0\xde", b"\xde\xc0\x17\x0b")          # plain, and in Apple's wrapper


@dataclass(frozen=True)
class Foreign:
    """A module of another compiler: `text` as LLVM prints it, `origin` what messages call it. `records` are shared: whoever changes them takes a copy."""

    text: str
    origin: str
    triple: str
    layout: str

    @cached_property
    def records(self) -> Module:
        """The text read; what LLVM numbers has names (`ir/text/numbers.py`)."""
        try:
            return read(self.text)
        except IRSyntaxError as error:
            raise CompileError(f"{self.origin} has IR that llbayes does not read: {error.said}\n    {error.line.strip()}") from None

    @property
    def not_for_this_machine(self) -> str:
        """Why its code cannot run here, in words; "" where it can. A module without a triple or layout is taken to be for this machine."""
        host = target.host()
        for what, own, here in (("data layout", self.layout, host.layout), ("target", _architecture(self.triple), _architecture(host.triple))):
            if own and own != here:
                return f"{self.origin} is compiled for another machine: its {what} is `{own}`, this machine's is `{here}`"
        return ""


def load(source: Source) -> Foreign:
    """The module of a text, of bitcode, or of a file: a `Path`, or text of one line that is the path of one. CompileError where LLVM refuses it."""
    return link_in([source])


def link_in(sources: Sequence[Source]) -> Foreign:
    """Several modules as one, linked by LLVM; what each defines the others may declare."""
    contents = [_content(source) for source in sources]
    origin = ", ".join(origin for _, origin in contents)
    with COMPILING:
        target.llvm()                               # once, in this process
        try:
            text, triple, layout = in_child(partial(_linked, contents, origin))
        except EndedError as error:
            said = re.search(r"(?:Assertion|LLVM ERROR).*", str(error))
            words = f": {said[0]}" if said else ""
            raise CompileError(f"LLVM cannot read {origin}, and ended while it tried{words}", None, versions(contents[0][0])) from None
        except UnicodeDecodeError:
            raise CompileError(f"LLVM cannot read {origin}: it has names that are not text") from None
    return Foreign(text, origin, triple, layout)


def _linked(contents: list[Content], origin: str) -> tuple[str, str, str]:
    """Text, triple and data layout of the modules as one."""
    with ExitStack() as opened:                     # a module is closed here: what an error keeps alive would outlive its context
        context = target.llvm().create_context()
        modules = [opened.enter_context(_parsed(content, origin, context)) for content, origin in contents]
        first = modules[0]
        for (_, name), module in zip(contents[1:], modules[1:], strict=True):
            _check_machine(first, module, name)
            try:
                first.link_in(module)
            except RuntimeError as error:
                raise CompileError(f"{name} cannot be linked to the files before it: {str(error).strip()}") from None
        _verified(first, origin)
        return str(first), first.triple, first.data_layout


def _check_machine(first: ModuleRef, other: ModuleRef, name: str) -> None:
    """LLVM only warns where two modules are for different machines."""
    for what, a, b in (("data layout", first.data_layout, other.data_layout), ("target", _architecture(first.triple), _architecture(other.triple))):
        if a and b and a != b:
            raise CompileError(f"{name} is compiled for another machine than the files before it: its {what} is `{b}`, theirs `{a}`")


def _content(source: Source) -> Content:
    """What a source holds, and what messages call it."""
    if isinstance(source, bytes):
        return (source if source.startswith(_BITCODE) else _decoded(source, "the bytes given")), "the module given"
    if isinstance(source, str) and ("\n" in source or not source.endswith((".ll", ".bc"))):
        return source, "the module given"
    path = Path(source)
    try:
        content = path.read_bytes()
    except OSError as error:
        raise CompileError(f"{path} cannot be read: {error.strerror}") from None
    return (content if content.startswith(_BITCODE) else _decoded(content, str(path))), str(path)


def _decoded(content: bytes, origin: str) -> str:
    """Text of LLVM is ASCII; other bytes stand in comments and strings and come back as they were."""
    if b"\0" in content:
        raise CompileError(f"{origin} is neither LLVM's text nor its bitcode", None, "clang -S -emit-llvm writes text, clang -c -emit-llvm bitcode")
    return content.decode("utf-8", "replace")


def _parsed(content: str | bytes, origin: str, context: Context) -> ModuleRef:
    binding = target.llvm()
    try:
        module = binding.parse_bitcode(content, context) if isinstance(content, bytes) else binding.parse_assembly(content, context)
    except RuntimeError as error:
        raise unread(content, origin, str(error)) from None
    with ExitStack() as unless_refused:
        unless_refused.enter_context(module)
        _verified(module, origin)
        unless_refused.pop_all()
    return module


def _verified(module: ModuleRef, origin: str) -> None:
    try:
        module.verify()
    except RuntimeError as error:
        raise unverified(str(module), origin, str(error)) from None


def _architecture(triple: str) -> str:
    return triple.partition("-")[0]
