"""Takes a module's text and changes the lines that its functions begin with: attributes of the CPU, and linkage.

Texts need not be read into records for that: the native pipeline, which does it, takes text of any front end.
"""
from __future__ import annotations

import re
from collections.abc import Collection

from .target import Target

_DEFINE = re.compile(r"^define (.*)$", re.MULTILINE)
_UNNAMED = re.compile(r" (?:local_)?unnamed_addr")
_BRACKET = re.compile(r'"[^"]*"|[()]')
_NAME = re.compile(r'@("?)([^"(]+)\1\(')
_LINKAGE = ("private ", "internal ", "linkonce", "weak", "available_externally ", "external ", "dso_local ", "hidden ")


def free_group(text: str) -> int:
    """The first number behind those of the text's attribute groups."""
    return 1 + max(map(int, re.findall(r"^attributes #(\d+) =", text, re.MULTILINE)), default=-1)


def free_metadata(text: str) -> int:
    """The first number behind those of the text's metadata."""
    return 1 + max(map(int, re.findall(r"^!(\d+) =", text, re.MULTILINE)), default=-1)


def with_cpu(text: str, target: Target) -> str:
    """Adds the attributes of this CPU to every definition; without them LLVM vectorises for a machine of 2003. No reciprocal estimates:
    with the flag `arcp` they make 1 / sqrt(0) a nan in f32. Nothing that we compile throws. LLVM takes vectors of
    256 bits on many CPUs that have 512 unless asked.

    `define double @f(ptr %x) #0 {` becomes `define double @f(ptr %x) #9 #0 {` with `attributes #9 = { … }` at the end.
    """
    number = free_group(text)
    cpu = f'"target-cpu"="{target.cpu}" "target-features"="{target.features}" "prefer-vector-width"="512" "reciprocal-estimates"="none"'
    group = f"attributes #{number} = {{ nounwind {cpu} }}"

    def add(match: re.Match[str]) -> str:
        line = match[0]
        end = end_of_header(line)
        return f"{line[:end]} #{number}{line[end:]}"

    return f"{_DEFINE.sub(add, text)}\n{group}\n"


def end_of_header(line: str) -> int:
    """Where attribute groups begin in a `define` line: behind the parameter list and `unnamed_addr`."""
    end = _end_of_parameters(line)
    after = _UNNAMED.match(line, end)
    return after.end() if after else end


def _end_of_parameters(line: str) -> int:
    """Behind the bracket that closes the first one behind the name; brackets in quotes are letters."""
    depth = 0
    for bracket in _BRACKET.finditer(line, line.index("@")):
        depth += {"(": 1, ")": -1}.get(bracket[0], 0)
        if bracket[0] == ")" and depth == 0:
            return bracket.end()
    raise AssertionError(f"a define line of IR that ends inside its parameter list: {line}")


def internalise(text: str, exports: Collection[str]) -> str:
    """Marks the definitions that are not exported as internal, so that LLVM drops those that nothing uses."""

    def mark(match: re.Match[str]) -> str:
        line = match[1]
        name = _NAME.search(line)
        keep = name is None or name[2] in exports or line.startswith(_LINKAGE)
        return match[0] if keep else f"define internal {line}"

    return _DEFINE.sub(mark, text)
