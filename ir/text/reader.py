"""LLVM assembly text to records (`read`, `header`) and back (`write`). What the text means is not decided here.

Reading renames what has numbers for names (`numbers.py`), the unlabelled entry block too. Dropped: comments. Metadata, attributes and debug records
stay raw text. Text that is not understood raises `IRSyntaxError` with the line.
"""
from __future__ import annotations

import re
from collections.abc import Iterator

from ..given import of_kind
from ..records import Block, Function, Module, Param
from .instructions import read_inst
from .numbers import old_names, with_module_names, with_names
from .plain import plain_inst
from .tokens import IRSyntaxError, Tokens, Types, join, tokenize

_LABEL = re.compile(r'("[^"]*"|[-\w.$]+):')
_COMMENT = re.compile(r'((?:[^";]|"[^"]*")*);.*')
_ATTRIBUTES = re.compile(r"attributes (#\d+) = \{(.*)\}$")
_CONTINUED = re.compile(r" {6,}(?:to label %|catch |filter |cleanup(?:,|$))")
_MANY_LINES = re.compile(r"\[$|\b(?:invoke|landingpad|callbr)\b")
_RAW_STARTS = ("@", "%", "$", "source_filename", "target ", "module asm", "uselistorder")


def read(text: str) -> Module:
    """The records of one module. IRSyntaxError, with the line and its number, for text that is not understood."""
    module, types = Module(), Types()
    text, prefix = with_module_names(of_kind(text, str, "text", "text"))
    every = text.split("\n")
    lines = iter(every)
    try:
        for line in lines:
            if line and not line.isspace() and not line.startswith(";"):
                _item(line, lines, module, types, prefix)
    except IRSyntaxError as e:
        raise IRSyntaxError(e.said, e.line, _number_of(e.line, every)) from None
    return module


def header(text: str, name: str) -> Function:
    """The function of this name without its blocks, which are not read: its type, its parameters as they are called in the text."""
    line = re.search(rf"^(?:define|declare) [^@\n]*@{re.escape(name)}\(.*$", text, re.MULTILINE)
    if line is None:
        raise KeyError(name)
    return _header(_uncomment(line[0]), definition=line[0].startswith("define"))


def _number_of(line: str, every: list[str]) -> int:
    """The number of the line that an error quotes, which may have been renamed or joined of several; 0 where it is not found. Lines that read
    the same fail at the first of them."""
    wanted = old_names(line)
    for number, text in enumerate(every, 1):
        own = old_names(_uncomment(text))
        if wanted in (own, old_names(text)) or own and wanted.startswith(own) and _MANY_LINES.search(own):
            return number
    return 0


def _item(line: str, lines: Iterator[str], module: Module, types: Types, prefix: str) -> None:
    """What begins with this line of a module, into the module: one line, or a definition with its body."""
    if line.startswith("define"):
        function = _definition(line, lines, types, prefix)
        module.functions[function.name] = function
    elif line.startswith("declare"):
        function = _header(_uncomment(line), definition=False)
        module.functions[function.name] = function
    elif line.startswith("!"):
        module.metadata.append(line)
    elif match := _ATTRIBUTES.match(line):
        module.attributes[match[1]] = match[2].strip()
    elif line.startswith(_RAW_STARTS):
        module.globals.append(_raw_global(line, types))
    else:
        raise IRSyntaxError("unknown text at top level", line)


def _raw_global(line: str, types: Types) -> str:
    if line.startswith("%"):
        name, is_, body = line.partition(" = type ")
        if not is_:
            raise IRSyntaxError("the definition of a type was expected", line)
        types[name] = body
    return line


def _uncomment(line: str) -> str:
    if ";" in line and (match := _COMMENT.match(line)):
        return match[1].rstrip()
    return line


def _definition(head: str, lines: Iterator[str], types: Types, prefix: str) -> Function:
    head = _uncomment(head)
    body = list(_body(head, lines))
    if not body:
        raise IRSyntaxError("a definition without instructions", head)
    if not prefix:
        head, body, prefix = with_names(head, body)
    function = _header(head, definition=True)
    _blocks(function, body, types, prefix)
    return function


def _body(head: str, lines: Iterator[str]) -> Iterator[str]:
    """Logical lines up to the closing brace: a switch is joined into one, and so are an invoke and a landingpad."""
    if not head.rstrip().endswith("{"):
        raise IRSyntaxError("the body must start on the line of `define`", head)
    whole = ""
    for line in lines:
        if line.startswith("}"):
            if whole:
                yield whole
            return
        line = _uncomment(line)
        if not line or line.isspace():
            continue
        if _CONTINUED.match(line):
            whole += " " + line.strip()
            continue
        if whole:
            yield whole
        whole = _whole_switch(line, lines) if line.endswith("[") and "switch" in line else line
    raise IRSyntaxError("the function never ends", head)


def _whole_switch(line: str, lines: Iterator[str]) -> str:
    """A switch, which LLVM prints with a line for each case, as one line."""
    for more in lines:
        line += " " + _uncomment(more).strip()
        if more.lstrip().startswith("]"):
            break
    return line


def _header(line: str, *, definition: bool) -> Function:
    """`define internal double @f(ptr noalias %x, ...) #0 {` as a Function without blocks."""
    tokens = Tokens(tokenize(line), line)
    tokens.take()                                        # define | declare
    before = tokens.raw_until_type()
    result = tokens.type()
    name = tokens.take()
    if name[0] != "@":
        raise IRSyntaxError("a function name was expected", line)
    tokens.expect("(")
    params: list[Param] = []
    vararg = False
    while not tokens.accept(")"):
        if tokens.accept("..."):
            vararg = True
            continue
        params.append(_param(tokens, len(params), definition))
        tokens.accept(",")
    rest = tokens.rest()
    if definition:
        rest = rest[:-1]
    return Function(name[1:], result, params, prefix=before, suffix=join(rest), vararg=vararg)


def _param(tokens: Tokens, index: int, definition: bool) -> Param:
    type_ = tokens.type()
    attrs = tokens.attributes()
    if tokens.peek()[:1] == "%":
        return Param(type_, tokens.take(), attrs)
    return Param(type_, f"%arg{index}" if definition else "", attrs)


def _blocks(function: Function, body: list[str], types: Types, prefix: str) -> None:
    block = None
    before: list[str] = []
    for line in body:
        if line[0] not in " \t" and (match := _LABEL.match(line)):
            block = Block(match[1])
            function.blocks.append(block)
            continue
        if block is None:
            block = Block(_entry_label(function, prefix))
            function.blocks.append(block)
        if line.lstrip().startswith("#dbg_"):
            before.append(line.strip())
            continue
        inst = plain_inst(line) or read_inst(line, types)
        if before:
            inst.before, before = tuple(before), []
        block.insts.append(inst)


def _entry_label(function: Function, prefix: str) -> str:
    """The number that LLVM gives the unlabelled entry block: the count of number-named parameters."""
    return f"{prefix}{sum(bool(re.fullmatch(rf'%{prefix}[0-9]+', p.name)) for p in function.params)}"
