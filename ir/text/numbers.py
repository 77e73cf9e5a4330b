"""Names for what LLVM only numbers, so that code can be added anywhere: `%12` becomes `%n12`, in a text that already has such names `%nn12`.

Values and labels are renamed function by function. Where numbers reach beyond one function (unnamed types, addresses of blocks) the whole module gets
one prefix; unnamed functions and variables (`@3`) always do.
"""
from __future__ import annotations

import re

_NUMBERED = re.compile(r"%(\d+)\b")
_OUTSIDE_QUOTES = re.compile(r'"[^"]*"|([%@])(\d+)\b')
_VALUE, _NUMBER = re.compile(r"%\d"), re.compile(r"\n(?=\d+:)")
_LABEL = re.compile(r'("[^"]*"|[-\w.$]+):')
_NUMBERED_TYPE, _NUMBERED_GLOBAL = re.compile(r"\n%\d+ = type"), re.compile(r"@\d")


def with_module_names(text: str) -> tuple[str, str]:
    """The text with names for what is numbered across functions, and the prefix that values have got ("": they are renamed function by function)."""
    reaching = "blockaddress(" in text or text[:1] == "%" or _NUMBERED_TYPE.search(text) is not None
    marks = "%" * reaching + "@" * (_NUMBERED_GLOBAL.search(text) is not None)
    if not marks:
        return text, ""
    prefix = "n"
    while re.search(rf"[%@\n]{prefix}\d", text):
        prefix += "n"
    text = _renamed(text, marks, prefix)
    return (_NUMBER.sub(rf"\n{prefix}", text), prefix) if reaching else (text, "")


def with_names(head: str, body: list[str]) -> tuple[str, list[str], str]:
    """The lines of a function with names for its values and labels, and their prefix."""
    text = "\n".join(("", head, *body))
    if not (_VALUE.search(text) or _NUMBER.search(text)) and body and _LABEL.match(body[0]):
        return head, body, "n"
    prefix = "n"
    while any(re.search(rf"{mark}{prefix}\d+(?![\w.$-])", text) for mark in ("%", "\n")):        # what begins with a letter is found faster
        prefix += "n"
    _, head, *body = _NUMBER.sub(rf"\n{prefix}", _renamed(text, "%", prefix)).split("\n")
    return head, body, prefix


def old_names(line: str) -> str:
    """The line as it was before."""
    return re.sub(r"([%@])n+(\d)", r"\1\2", line).strip()


def _renamed(text: str, marks: str, prefix: str) -> str:
    """Numbers behind these marks with the prefix in front; what stands in quotes is no name or has one."""
    if marks == "%" and '"' not in text:
        return _NUMBERED.sub(rf"%{prefix}\1", text)
    return _OUTSIDE_QUOTES.sub(lambda m: m[0] if m[1] is None or m[1] not in marks else f"{m[1]}{prefix}{m[2]}", text)
