"""Rows of texts as HTML for notebooks: everything escaped, no script, colours of the page that it stands in."""
from __future__ import annotations

from collections.abc import Sequence
from html import escape

TABLE = "border-collapse:collapse;font-variant-numeric:tabular-nums"
CELL = "padding:0.15em 0.7em;white-space:nowrap"
QUIET = "opacity:0.7;font-size:90%;white-space:pre-line"


def table(rows: Sequence[Sequence[str]], headings: Sequence[str], numbers: bool = True) -> str:
    """A table whose first column holds labels, the others numbers (on the right) or texts."""
    side = "right" if numbers else "left"
    head = "".join(f'<th style="{CELL};text-align:{side}">{escape(heading)}</th>' for heading in headings)
    lines = "".join(f'<tr><th style="{CELL};text-align:left;font-weight:normal">{escape(row[0])}</th>'
                    + "".join(f'<td style="{CELL};text-align:{side}">{escape(cell)}</td>' for cell in row[1:]) + "</tr>" for row in rows)
    return f'<table style="{TABLE}"><thead><tr><th></th>{head}</tr></thead><tbody>{lines}</tbody></table>'


def note(text: str) -> str:
    """A line under or over a table."""
    return f'<div style="{QUIET}">{escape(text)}</div>' if text else ""


def page(rows: Sequence[Sequence[str]], headings: Sequence[str], below: str = "", above: str = "") -> str:
    """A table with lines over and under it."""
    return f"<div>{note(above)}{table(rows, headings)}{note(below)}</div>"


def lines(head: str, *others: str, raw: Sequence[int] = ()) -> str:
    """A head and lines under it; those whose numbers are in `raw` are HTML already."""
    texts = (head, *others)
    return "<div>" + "".join(text if k in raw else f"<div>{escape(text)}</div>" if k == 0 else note(text) for k, text in enumerate(texts)) + "</div>"
