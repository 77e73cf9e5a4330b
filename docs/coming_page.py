"""Writes docs/from_stan.md, docs/from_pymc.md and docs/from_numpyro.md out of docs/coming/: what stands on the page of each tool, `NAME.here` a model here,
with data, and `NAME.stan`, `NAME.pymc` and `NAME.numpyro`, the same model elsewhere. Run this file after changing one of them.
"""

from __future__ import annotations

from pathlib import Path

FOLDER = Path(__file__).with_name("coming")
FENCES = {"stan": "stan", "pymc": "py", "numpyro": "py"}        # of code that is not run: what is fenced as python is
MODELS = {
    "line": "A line through points",
    "schools": "Eight schools: a hierarchy, non-centred",
    "clinics": "A logistic regression with an intercept for each clinic",
    "growth": "Intercepts and slopes that are correlated",
    "counts": "Overdispersed counts with an exposure",
    "mixture": "A mixture of two normals",
    "survival": "Survival times, some of them censored",
    "curve": "A Gaussian process through noisy points",
}



def page(tool: str) -> str:
    """The whole page for users of a tool."""
    models = (side_by_side(tool, name, title) for name, title in MODELS.items())
    return "\n".join([(FOLDER / f"{tool}.md").read_text(), "## The same eight models\n", *models])


def side_by_side(tool: str, name: str, title: str) -> str:
    """A model there, and here with data."""
    there, here = ((FOLDER / f"{name}.{end}").read_text() for end in (tool, "here"))
    return f"### {title}\n\n```{FENCES[tool]}\n{there}```\n\n```python\n{here}```\n"


if __name__ == "__main__":
    for tool in FENCES:
        Path(__file__).with_name(f"from_{tool}.md").write_text(page(tool))
