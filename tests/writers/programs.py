"""The outside programs that bibliographies are for."""

from __future__ import annotations

import re
import subprocess
from collections.abc import Callable
from pathlib import Path

__all__ = ["Tool", "run", "typeset"]

Tool = Callable[[str], str]


def run(command: list[str], folder: Path) -> str:
    done = subprocess.run(command, cwd=folder, capture_output=True, check=False, timeout=120)
    said = done.stdout.decode("utf-8", "replace")
    assert done.returncode == 0, said[-3000:]
    return said


def typeset(tool: Tool, folder: Path, style: str, packages: str = "", *, warnings: bool = False) -> str:
    """Typeset all of `refs.bib` by bibtex and pdflatex, and give the text of the PDF; errors and warnings fail."""
    natbib = r"\usepackage{natbib}" if style.endswith("nat") else ""
    (folder / "refs.tex").write_text(
        rf"\documentclass{{article}}\usepackage[T1]{{fontenc}}\usepackage{{lmodern,amssymb,url}}{natbib}{packages}"
        r"\usepackage[paperwidth=80cm,paperheight=300cm,margin=1cm]{geometry}\begin{document}\raggedright\nocite{*}"
        rf"\bibliographystyle{{{style}}}\bibliography{{refs}}\end{{document}}"
    )
    pdflatex = [tool("pdflatex"), "-halt-on-error", "-interaction=nonstopmode", "-no-shell-escape"]
    (folder / "refs.bbl").unlink(missing_ok=True)
    run([*pdflatex, "-draftmode", "refs"], folder)
    said = run([tool("bibtex"), "refs"], folder)
    assert warnings or "Warning" not in said, said
    run([*pdflatex, "refs"], folder)
    log = (folder / "refs.log").read_text("latin-1")
    assert not re.search(r"^!|Missing character|undefined", log.replace("undefined references", ""), re.MULTILINE), log
    return run([tool("pdftotext"), "-raw", "-enc", "UTF-8", "refs.pdf", "-"], folder)
