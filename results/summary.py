"""What draws say of each entry, by column: from draws to numbers, and to the rows of a table, long vectors folded."""
from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from ..ir.errors import SettingsError
from ..ir.given import NUMBERS, names_in, of_kind, whole
from ..ir.public import public
from .cells import text_of
from .convergence import rhat_and_ess
from .folding import folded
from .html import page
from .quantiles import medians, quantiles
from .tails import tail_ess
from .trees import Groups
from .variables import LEAD, PlainGroups, Variable, Variables, group_list, variables

ROWS = 20                                            # with the head and a line behind it they fit a screen of 24
ENDS = (0.05, 0.95)
COLUMNS = ("mean", "sd", "5%", "95%", "ESS", "tail ESS", "R-hat")
WORST = {"ESS": np.nanmin, "tail ESS": np.nanmin, "R-hat": np.nanmax}
NONE = "no parameters"
WAY = "`rows=None` shows all {}, `names=` picks variables"
LIKE = 5.0                                           # standard deviations of one variable that differ by less have the same decimals


class Block(NamedTuple):
    """A variable's place in the columns."""

    name: str
    start: int
    size: int
    whole: bool                                      # of counts and truths: its quantiles have no decimals


class Row(NamedTuple):
    """A line of the table: its label, and numbers by column; `folded` stands for entries that are not shown."""

    label: str
    numbers: Mapping[str, float]
    usual: float = np.nan                            # the middle standard deviation of the variable's entries
    whole: bool = False
    folded: bool = False


@dataclass(frozen=True, eq=False, repr=False)
class Summary:
    """A row an entry: `columns` are arrays by heading, `names` the entries, so `pandas.DataFrame(s.columns, index=s.names)` is a table of all.

    Printed, or as the last line of a notebook's cell, it is a table of at most `rows` lines.
    """

    names: tuple[str, ...]
    columns: Mapping[str, np.ndarray]
    blocks: tuple[Block, ...]
    rows: int | None

    def __len__(self) -> int:
        return len(self.names)

    def __getitem__(self, name: str) -> dict[str, float]:
        """The numbers of one entry, `s["theta[school=A]"]`; KeyError with the names near by."""
        if name not in self.names:
            raise KeyError(f"no entry `{name}`; there are {listed(self.names)}")
        return self.at(self.names.index(name))

    def at(self, entry: int) -> dict[str, float]:
        """The numbers of an entry, counted through."""
        return {heading: float(column[entry]) for heading, column in self.columns.items()}

    def lines(self) -> list[Row]:
        """The rows that are shown."""
        shown = folded([block.size for block in self.blocks], self.rows)
        found = [row for block, count in zip(self.blocks, shown, strict=False) for row in self.of_block(block, count)]
        left = self.blocks[len(shown):]
        return [*found, self.fold(f"… {len(left)} more variables", left[0].start, len(self))] if left else found

    def of_block(self, block: Block, count: int) -> Iterator[Row]:
        """The first `count` entries of a variable, and a row for the rest."""
        spreads = self.columns["sd"][block.start:block.start + block.size]
        known = spreads[np.isfinite(spreads) & (spreads > 0)]
        usual = float(medians(known[None])[0]) if known.size else np.nan
        for entry in range(block.start, block.start + count):
            yield Row(self.names[entry], self.at(entry), usual, block.whole)
        if count < block.size:
            label = f"… {block.size - count} more of {block.name}" if count else f"{block.name} ({block.size} entries)"
            yield self.fold(label, block.start + count, block.start + block.size)

    def fold(self, label: str, start: int, stop: int) -> Row:
        """A row for many entries: the worst of what is known of them."""
        known = {heading: self.columns[heading][start:stop] for heading in WORST}
        return Row(label, {heading: float(WORST[heading](a)) for heading, a in known.items() if np.isfinite(a).any()}, folded=True)

    def note(self, way: str = WAY) -> str:
        """What is said under a table that does not show all; empty under one that does. `way` says how to see more."""
        return f"of rows not shown: smallest ESS, largest R-hat; {way.replace('{}', str(len(self)))}" if any(row.folded for row in self.lines()) else ""

    def text(self, way: str = WAY) -> str:
        """The table as text; where it does not show all entries, `way` with their number in the place of `{}` says how to see more."""
        return text_of([*map(cells, self.lines())], COLUMNS, self.note(way)) if self.names else NONE

    def __repr__(self) -> str:
        return self.text()

    def _repr_html_(self) -> str:
        return page([*map(cells, self.lines())], COLUMNS, self.note()) if self.names else NONE


@public
def summary(tree: Groups | PlainGroups, names: str | Sequence[str] | None = None, rows: int | None = ROWS, group: str = "posterior") -> Summary:
    """Mean, standard deviation, 90 % interval, bulk and tail ESS and R-hat of each entry of a group of draws, scalars first.

    names: variables, one or several, in this order; None: all
    rows: lines of the table when it is shown: the entries of long vectors are folded; None: all
    group: of the tree, `sample_stats` or `posterior_predictive` for instance

    SettingsError, with those that there are, for a name or group that there is not.
    """
    rows = None if rows is None else whole(rows, "rows", 1)
    chosen = [v for v in picked(drawn(tree, of_kind(group, str, "group", "the name of a group")), names) if v.size]
    starts = np.cumsum([0, *(v.size for v in chosen)])
    blocks = tuple(Block(v.name, int(start), v.size, v.values.dtype.kind in "iub") for v, start in zip(chosen, starts, strict=False))
    parts = [columns_of(v.entries()) for v in chosen]
    columns = {heading: np.concatenate([part[heading] for part in parts]) if parts else np.zeros(0) for heading in COLUMNS}
    return Summary(tuple(name for v in chosen for name in v.entry_names()), columns, blocks, rows)


@public
def summary_text(tree: Groups | PlainGroups, names: str | Sequence[str] | None = None, rows: int | None = ROWS, group: str = "posterior") -> str:
    """A table of means, standard deviations, 90 % intervals, ESS and R-hat: `summary` as text, with its arguments and errors."""
    return repr(summary(tree, names, rows, group))


def drawn(tree: Groups | PlainGroups, group: str) -> Variables:
    """The numbers of a group with chains and draws."""
    there = group_list(tree)
    if group not in there and (there or group != "posterior"):
        raise SettingsError(f"there is no group `{group}`; there is {listed(there)}")
    found = {name: v for name, v in variables(tree, group).items() if v.values.dtype.kind in NUMBERS}
    if any(v.dims[:2] != LEAD for v in found.values()):
        raise SettingsError(f"the group `{group}` has data and no draws; `posterior` has draws")
    return found


def picked(group: Variables, names: str | Sequence[str] | None) -> Iterable[Variable]:
    """The variables of these names, or all, the short ones first."""
    if names is None:
        return sorted(group.values(), key=lambda v: v.size)
    wanted = dict.fromkeys(names_in(names, "names"))
    if unknown := [name for name in wanted if name not in group]:
        raise SettingsError(f"there is no {listed(unknown)} in these draws; there is {listed(group)}")
    return [group[name] for name in wanted]


def listed(names: Iterable[str], most: int = 30) -> str:
    """Names in a message."""
    quoted = [f"`{name}`" for name in names]
    return ", ".join(quoted[:most]) + (f", … ({len(quoted)} in all)" if len(quoted) > most else "") if quoted else "none"


def columns_of(entries: np.ndarray) -> dict[str, np.ndarray]:
    """The columns of one variable's entries (k, chain, draw)."""
    x = np.asarray(entries, float)
    flat = x.reshape(len(x), -1)
    if not flat.shape[1]:
        return {heading: np.full(len(x), np.nan) for heading in COLUMNS}
    with np.errstate(all="ignore"):                  # of infinite draws
        mean, sd, ends = flat.mean(axis=1), flat.std(axis=1, ddof=min(1, flat.shape[1] - 1)), quantiles(flat, ENDS)
    rhat, ess = rhat_and_ess(x)
    return dict(zip(COLUMNS, (mean, sd, *ends, ess, tail_ess(x, ends), rhat), strict=True))


def cells(row: Row) -> tuple[str, ...]:
    """The row as text."""
    if row.folded:
        return (row.label, "", "", "", "", *(diagnostic(row.numbers.get(heading, np.nan), heading) for heading in WORST))
    places = places_of(row.numbers["sd"], row.usual)
    ends = (number(row.numbers[heading], 0 if row.whole and row.numbers[heading].is_integer() else places) for heading in ("5%", "95%"))
    return (row.label, *(number(row.numbers[heading], places) for heading in ("mean", "sd")), *ends,
            *(diagnostic(row.numbers[heading], heading) for heading in WORST))


def places_of(sd: float, usual: float) -> int | None:
    """Decimals, as many as show a standard deviation to three digits: the usual one of the variable where this one is like it, so that they stand under
    each other. None where it is unknown, or says that there are too many before or behind the point."""
    if not (np.isfinite(sd) and sd > 0):
        return None
    places = 2 - int(np.floor(np.log10(usual if usual / LIKE < sd < usual * LIKE else sd)))
    return max(0, places) if -4 < places <= 6 else None


def number(value: float, places: int | None) -> str:
    """A number with so many decimals; with four digits where they are unknown, or the number too long."""
    fixed = f"{value:z.{places}f}" if places is not None else ""
    return fixed if fixed and len(fixed) <= 10 else f"{value:.4g}"


def diagnostic(value: float, heading: str) -> str:
    """ESS or R-hat; a dash where there is none: of a constant, of what is not finite, of fewer than 4 draws."""
    return "–" if not np.isfinite(value) else f"{value:.3f}" if heading == "R-hat" else f"{value:.0f}"
