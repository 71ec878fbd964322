"""The only file that knows jupyter-book and Sphinx: pages of Markdown in, a folder of HTML out.

The site is built by jupyter-book's own configuration in a process of its own (``python -m
csatreport.book.jupyterbook SOURCE INTO``), so that two languages can be built at once and neither the
caller's locale, time zone, hash seed nor loaded modules can change a byte.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from io import StringIO
from pathlib import Path
from typing import TYPE_CHECKING, Any

from csatreport.book.words import THEME
from csatreport.errors import BookError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from docutils import nodes
    from sphinx.application import Sphinx

    from csatreport.book.pages import SitePage, SitePart

_UNUSED = {  # of jupyter-book's extensions: they fetch from other hosts, or serve pages that we do not have
    "myst_nb", "sphinx_thebe", "sphinx_comments", "sphinx_copybutton", "sphinx_togglebutton",
    "sphinx.ext.intersphinx", "sphinx_design", "sphinxcontrib.bibtex", "sphinx_jupyterbook_latex", "sphinx_multitoc_numbering",
}  # fmt: skip
_LEFT_OVER = (  # what no reader opens, and what says where the site was built
    ".buildinfo", "objects.inv", "_sources", "_sphinx_design_static", "genindex.html", "_static/fonts",
    "_static/locales", "_static/images", "_static/vendor", "_static/scripts/fontawesome.js",
    "_static/sbt-webpack-macros.html", "_static/webpack-macros.html",
)  # fmt: skip
_ICON_FONT = re.compile(r"@font-face\{[^}]*fontawesome[^}]*\}")
_ENVIRONMENT = {
    "PYTHONHASHSEED": "0",
    "TZ": "UTC",
    "LC_ALL": "C.UTF-8",
    "SOURCE_DATE_EPOCH": "0",
    "PYTHONUTF8": "1",
}


def fence(html: str) -> str:
    """HTML that a Markdown page hands through as it is."""
    return f"````````{{raw}} html\n{html}\n````````"


def write_source(parts: Sequence[SitePart], facts: dict[str, Any], source: Path) -> None:
    """Write the pages, the table of contents and the facts that templates print."""
    for part in parts:
        for page in part.every:
            (source / f"{page.name}.md").write_text(page.source, encoding="utf-8", newline="\n")
    root, *first = parts[0].pages
    groups = [(parts[0].title, first), *((part.title, part.pages) for part in parts[1:])]
    toc = {
        "format": "jb-book",
        "root": root.name,
        "parts": [{"caption": t, "chapters": [_listed(p) for p in ps]} for t, ps in groups if ps],
    }
    (source / "_toc.yml").write_text(json.dumps(toc), encoding="utf-8")  # JSON is YAML
    (source / "site.json").write_text(json.dumps(facts), encoding="utf-8")


def _listed(page: SitePage) -> dict[str, Any]:
    """A page in the table of contents, with those under it."""
    return {"file": page.name} | ({"sections": [{"file": p.name} for p in page.under]} if page.under else {})


def build(source: Path, into: Path) -> None:
    """Build the pages in ``source`` into the folder ``into``.

    Raises
    ------
    BookError
        Sphinx stopped, or warned of anything at all (a link to nowhere, markup that is wrong).
    """
    command = [
        sys.executable,
        "-m",
        "csatreport.book.jupyterbook",
        str(source.resolve()),
        str(into.resolve()),
    ]
    run = subprocess.run(  # noqa: S603  # our own interpreter and our own module
        command,
        env={**os.environ, **_ENVIRONMENT},
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )
    if run.returncode != 0:
        raise BookError(
            "the web site cannot be built",
            where=str(into),
            got="\n".join(run.stderr.strip().splitlines()[-12:]),
            todo="correct the text or link that it names; the pages are made from the chapter notebooks",
        )


def _build(source: Path, into: Path) -> str:
    """Build in this process; returns Sphinx's warnings."""
    from jupyter_book.config import get_final_config
    from sphinx.application import Sphinx

    from csatreport.book import search

    facts = json.loads((source / "site.json").read_text(encoding="utf-8"))
    config, _ = get_final_config(sourcedir=source, cli_config={"latex_individualpages": False})
    config["extensions"] = [name for name in config["extensions"] if name not in _UNUSED]
    config["extensions"] += ["myst_parser", "csatreport.book.jupyterbook"]
    config = {
        k: v
        for k, v in config.items()
        if not k.startswith(("nb_", "latex_", "thebe", "bibtex", "comments", "use_"))
    }
    warnings = StringIO()
    app = Sphinx(
        srcdir=source, confdir=None, outdir=into, doctreedir=source / ".doctrees", buildername="html",
        confoverrides={**config, **_settings(facts, source)}, status=None, warning=warnings, freshenv=True,
    )  # fmt: skip
    app.build()
    (into / "texts.js").write_text(search.texts(_texts(app)), encoding="utf-8", newline="\n")
    _tidy(into)
    return warnings.getvalue()


def _texts(app: Sphinx) -> dict[str, list[str]]:
    """Page -> its paragraphs and exhibits; titles are found and shown by themselves."""
    from docutils import nodes

    kinds = (nodes.paragraph, nodes.raw)
    doctrees = {name: app.env.get_doctree(name) for name in app.env.found_docs}
    return {
        name: [n.astext() for n in tree.findall(lambda n: isinstance(n, kinds))]
        for name, tree in doctrees.items()
    }


def _settings(facts: dict[str, Any], source: Path) -> dict[str, Any]:
    """What we set otherwise than jupyter-book does."""
    sidebar = ["csat-brand.html", "csat-switch.html", "csat-search.html", "sbt-sidebar-nav.html"]
    options = {
        "use_download_button": False, "use_fullscreen_button": False, "launch_buttons": {},
        "home_page_in_toc": True,
        "search_bar_text": facts["words"]["search_hint"], "toc_title": facts["words"]["contents"],
        "secondary_sidebar_items": {"**": ["page-toc.html"], "index": []},
        "footer_content_items": ["csat-footer.html"], "show_navbar_depth": 2, "navbar_persistent": [],
        "back_to_top_button": False,
    }  # fmt: skip
    return {
        "project": facts["title"],
        "author": facts["organisation"],
        "copyright": "",
        "language": {"zh": "zh_CN"}.get(facts["language"], facts["language"]),
        "html_title": f"{facts['title']} · {facts['wave']}",
        "html_theme_options": options,
        "html_sidebars": {"**": sidebar},
        "html_context": {"csat": facts, "default_mode": "auto"},
        "html_static_path": [str(THEME / "static")],
        "html_extra_path": [str(source / "assets")],
        "html_css_files": ["csat.css"],
        "html_js_files": [("csat.js", {"defer": "defer"})],
        "html_copy_source": False, "html_show_sourcelink": False, "html_use_index": False,
        "html_show_sphinx": False,
        "html_last_updated_fmt": None, "html_favicon": str(THEME / "static" / "csat-mark.svg"),
        "html_search_language": "cjk", "html_show_search_summary": False, "html_math_renderer": "mathml",
        "templates_path": [str(THEME / "templates"), str(THEME / "templates" / "components")],
        "exclude_patterns": ["assets", ".doctrees"],
        "myst_enable_extensions": ["dollarmath"], "myst_disable_syntax": ["html_block", "html_inline"],
        "myst_heading_anchors": 3, "myst_linkify_fuzzy_links": False,
        "smartquotes": False,
    }  # fmt: skip


def _tidy(into: Path) -> None:
    """Remove what the site does not need, the theme's icon font with its address among it."""
    for name in _LEFT_OVER:
        path = into / name
        if path.is_dir():
            shutil.rmtree(path)
        else:
            path.unlink(missing_ok=True)
    for pattern in ("_static/**/*.map", "_static/**/*.LICENSE.txt"):
        for path in sorted(into.glob(pattern)):
            path.unlink()
    styles = into / "_static" / "styles" / "pydata-sphinx-theme.css"
    styles.write_text(_ICON_FONT.sub("", styles.read_text(encoding="utf-8")), encoding="utf-8", newline="\n")


def setup(app: Sphinx) -> dict[str, bool]:
    """Register our search language and our renderer of formulas with Sphinx."""
    from csatreport.book.search import SearchBothLanguages

    app.add_search_language(SearchBothLanguages)
    app.add_html_math_renderer("mathml", inline_renderers=(_inline, None), block_renderers=(_display, None))
    return {"parallel_read_safe": True, "parallel_write_safe": True}


def _inline(writer: Any, node: nodes.Node) -> None:  # noqa: ANN401  # Sphinx's HTML writer has no public type
    writer.body.append(_formula(node, display=False))
    _skip()


def _display(writer: Any, node: nodes.Node) -> None:  # noqa: ANN401
    writer.body.append(f'<div class="csat-formula">{_formula(node, display=True)}</div>\n')
    _skip()


def _skip() -> None:
    from docutils.nodes import SkipNode

    raise SkipNode


def _formula(node: nodes.Node, *, display: bool) -> str:
    """A LaTeX formula as MathML, which browsers draw themselves; what is no formula stops the build."""
    from docutils.utils.math.latex2mathml import tex2mathml
    from sphinx.util import logging

    try:
        return str(tex2mathml(node.astext(), as_block=display))
    except (ValueError, SyntaxError) as error:  # docutils raises either
        logging.getLogger(__name__).warning("not a formula: %s (%s)", node.astext(), error, location=node)
        return ""


def main(source: str, into: str) -> int:
    """Build and report; the other side of :func:`build`."""
    warnings = _build(Path(source), Path(into))
    sys.stderr.write(warnings)
    return 1 if warnings.strip() else 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
