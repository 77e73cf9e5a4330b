"""The docs say what is there: every public name, pages written from tables, and examples that run."""
from __future__ import annotations

import importlib
import importlib.util
import re
import runpy
import textwrap
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
PAGES = sorted((ROOT / "docs").glob("*.md"))
TEXT = "\n".join(p.read_text() for p in [*PAGES, ROOT / "README.md"])
BLOCK = re.compile(r"^```python\n(.*?)^```", re.DOTALL | re.MULTILINE)
EXAMPLES = [(p.name, p, k) for p in [*PAGES, ROOT / "README.md"] for k, _ in enumerate(BLOCK.findall(p.read_text()))]


@pytest.mark.parametrize("room", ["ppl", "ad", "samplers", "uq", "models", "stan"])
def test_every_public_name_is_in_the_docs(room):
    module = importlib.import_module(f"llbayes.{room}")
    missing = [n for n in module.__all__ if not re.search(rf"\b{n}\b", TEXT)]
    assert not missing


@pytest.mark.parametrize("room", ["ppl", "ad", "samplers", "uq", "models", "stan"])
def test_every_public_name_has_a_docstring(room):
    module = importlib.import_module(f"llbayes.{room}")
    bare = [n for n in module.__all__ if callable(getattr(module, n)) and not (getattr(module, n).__doc__ or "").strip()]
    assert not bare


@pytest.mark.parametrize("page", ["language", "special", "distributions", "samplers", "uq", "elsewhere", "command_line", "ready_models", "stan"])
def test_generated_pages_are_current(page):
    spec = importlib.util.spec_from_file_location(page, ROOT / "docs" / f"{page}_page.py")
    module = importlib.util.module_from_spec(spec)                                              # type: ignore[arg-type]
    spec.loader.exec_module(module)                                                             # type: ignore[union-attr]
    assert (ROOT / "docs" / f"{page}.md").read_text() == module.page()


@pytest.mark.parametrize("tool", ["stan", "pymc", "numpyro"])
def test_pages_for_users_of_other_tools_are_current(tool):
    pages = runpy.run_path(str(ROOT / "docs" / "coming_page.py"))
    assert (ROOT / "docs" / f"from_{tool}.md").read_text() == pages["page"](tool)


@pytest.mark.filterwarnings("ignore")
@pytest.mark.parametrize("page", dict.fromkeys(p for _, p, _ in EXAMPLES), ids=lambda p: p.name)
def test_examples_run(page, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    run_as_file("\n\n".join(BLOCK.findall(page.read_text())), tmp_path / "example.py")


def run_as_file(source, file):
    """Runs a program that stands in a file: the front end reads the source of functions."""
    file.write_text(source)
    exec(compile(source, str(file), "exec"), {"__name__": "example"})


@pytest.mark.filterwarnings("ignore")
def test_the_tour_in_the_packages_docstring_runs(tmp_path, capsys):
    import llbayes

    text = llbayes.__doc__ or ""
    block = textwrap.dedent(text[text.index("    import numpy"):text.index("`posterior.interpret(z)`")])
    run_as_file(block, tmp_path / "tour.py")
    assert "R-hat" in capsys.readouterr().out


def test_help_is_a_tour_of_the_rooms():
    import pydoc

    import llbayes

    text = pydoc.plain(pydoc.render_doc(llbayes))
    assert not [room for room in llbayes.__all__ if not re.search(rf"\b{room}\b", text.partition("PACKAGE CONTENTS")[0])]


def test_links_between_pages_lead_somewhere():
    for page in [*PAGES, ROOT / "README.md"]:
        for target in re.findall(r"\]\(([\w./]+\.md)\)", page.read_text()):
            assert (page.parent / target).exists(), f"{page.name} links to {target}"
