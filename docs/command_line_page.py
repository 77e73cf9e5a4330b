"""Writes the part of docs/command_line.md that the table of commands gives; run this file after changing an option."""
from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))
import registry_page as registry

from llbayes.cli.commands import COMMANDS, parser_of
from llbayes.cli.options import settings

COLUMNS = {"command": lambda name: f"`llbayes {f'{name} {COMMANDS[name].usage}'.strip()}`", "what it does": lambda name: COMMANDS[name].says}
ELSEWHERE = ("demo",)                # its options are those of `run`


def page() -> str:
    """The whole page: every command, then the options of each."""
    return registry.page("command_line", COMMANDS, COLUMNS, options)


def options(name: str) -> Iterator[str]:
    """A row an option, without those that are settings of samplers: these have a page of their own."""
    actions = [] if name in ELSEWHERE else parser_of(name, [])._actions
    rows = [row(action) for action in actions if action.option_strings and action.dest not in ("help", *settings())]
    if rows:
        yield from registry.table([f"option of `{name}`", "meaning"], rows)


def row(action: argparse.Action) -> tuple[str, str]:
    value = f" {action.metavar}" if action.metavar else ""
    return ", ".join(f"`{text}{value}`" for text in action.option_strings), (action.help or "").replace("%%", "%").replace("|", "\\|")


if __name__ == "__main__":
    registry.file("command_line").write_text(page())
