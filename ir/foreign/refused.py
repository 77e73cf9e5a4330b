"""What LLVM refuses in a user's module, in words: the place in the file, or the function and block, and the versions of both sides."""
from __future__ import annotations

import re
from pathlib import Path

from ..errors import CompileError, Position
from ..machine import target
from ..machine.pipelines import quoted
from ..records import Function, Inst, Module
from .lines import lines

_PLACE = re.compile(r"<string>:(\d+):(\d+): (?:error: )?(.*)")
_LABEL = re.compile(r'("[^"]*"|[-\w.$]+):')
_NAME = re.compile(r'@("[^"]*"|[-\w.$]+)\(')


def unread(content: str | bytes, origin: str, said: str) -> CompileError:
    """LLVM's own words with the place, and both versions: that of the reader and that of the writer, where the file names it."""
    found = _PLACE.search(said)
    if found is None or isinstance(content, bytes):
        return CompileError(f"LLVM cannot read {origin}: {' '.join(said.split())}", None, versions(content))
    line, column, words = int(found[1]), int(found[2]), found[3]
    position = Position(origin, line, column, line, column + 1) if Path(origin).is_file() else None
    shown = "" if position else f"\n{quoted(content, said)}"
    return CompileError(f"LLVM cannot read {origin}, line {line}, column {column}: {words}{shown}", position, versions(content))


def unverified(text: str, origin: str, said: str) -> CompileError:
    """The verifier's words, and where the instruction stands that it shows."""
    place = _place(text, said)
    return CompileError(f"LLVM's verifier refuses {origin}{f', {place}' if place else ''}: {said.strip()}")


def versions(content: str | bytes) -> str:
    """That of LLVM here and the compiler that wrote the module."""
    version = ".".join(map(str, target.llvm().llvm_version_info))
    producer = _producer(content)
    written = f"; the file was written by {producer}" if producer else ""
    return f"LLVM {version} reads this file{written}. Write IR with LLVM {version.partition('.')[0]} or earlier"


def _producer(content: str | bytes) -> str:
    """The compiler that a module names in `!llvm.ident`, "" where it names none."""
    if isinstance(content, bytes):
        return ""
    ident = re.search(r"^!llvm\.ident = !\{(!\d+)", content, re.MULTILINE)
    words = ident and re.search(rf'^{ident[1]} = !\{{!"([^"]*)"', content, re.MULTILINE)
    return words[1] if words else ""


def _place(text: str, said: str) -> str:
    """`@f, block 12` of the first instruction or function that the verifier shows; "" where it shows none."""
    shown = {line.rstrip() for line in said.split("\n") if line.startswith("  ")}
    named = re.search(r"^ptr (@\S+)$", said, re.MULTILINE)
    function = block = ""
    for line in text.split("\n"):
        if line.startswith("define"):
            name = _NAME.search(line)
            function, block = (f"`@{name[1]}`" if name else ""), "the first block"
        elif label := _LABEL.match(line):
            block = f"block {label[1]}"
        elif line.rstrip() in shown:
            source = _source(text, line)
            return f"{function}, {block}{f' ({source})' if source else ''}"
    return f"`{named[1]}`" if named else ""


def _source(text: str, line: str) -> str:
    """`file.c:12` of an instruction's line."""
    where = re.search(r"!dbg (!\d+)", line)
    if where is None:
        return ""
    module = Module(metadata=[node for node in text.split("\n") if node.startswith("!")])
    return lines(module)(Function("", "void", []), Inst("", "void", None, metadata=(("dbg", where[1]),)))
