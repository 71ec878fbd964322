"""The only file that knows jupyter-book and Sphinx: their configuration, what we set otherwise, what is left of what they write.

``python -m csatreport.book.sphinxapp SOURCE INTO`` is :func:`build` in a process of its own.
"""

from __future__ import annotations

import json
import re
import shutil
import sys
from collections.abc import Iterable
from functools import partial
from html import escape
from io import StringIO
from pathlib import Path
from typing import Any

from docutils import nodes
from jupyter_book.config import get_final_config
from sphinx.application import Sphinx
from sphinx.builders.html import StandaloneHTMLBuilder
from sphinx.environment import BuildEnvironment
from sphinx.errors import SphinxError
from sphinx.util.build_phase import BuildPhase
from sphinx.util.logging import pending_warnings

from csatreport.book import mathml, search, somepages
from csatreport.book.kept import Kept
from csatreport.book.searchlanguage import SearchBothLanguages
from csatreport.book.templates import Compiled
from csatreport.book.words import THEME

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


class SomePages(StandaloneHTMLBuilder):  # type: ignore[misc]  # sphinx ships no types that mypy follows here
    """Sphinx's builder of HTML, for some of the pages."""

    def load_indexer(self, docnames: Iterable[str]) -> None:
        """Load no words of other pages: every page brings its own."""


def build(source: Path, into: Path) -> str:
    """Make what ``source`` asks for (see :mod:`~csatreport.book.jupyterbook`); returns Sphinx's warnings."""
    site, warnings = json.loads((source / "site.json").read_text(encoding="utf-8")), StringIO()
    try:
        app = _app(site, source, into, warnings)
        with pending_warnings():
            app.builder.read()
        _write(app, site)
        app.events.emit("build-finished", None)
    except SphinxError as error:
        return f"{warnings.getvalue()}{type(error).__name__}: {error}".strip()
    (source / "made.json").write_text(json.dumps(_rendered(app, site)), encoding="utf-8")
    _tidy(into)
    return warnings.getvalue().strip()


def _app(site: dict[str, Any], source: Path, into: Path, warnings: StringIO) -> Sphinx:
    config, _ = get_final_config(sourcedir=source, cli_config={"latex_individualpages": False})
    config["extensions"] = [name for name in config["extensions"] if name not in _UNUSED]
    config["extensions"] += ["myst_parser", "csatreport.book.sphinxapp"]
    config = {
        k: v
        for k, v in config.items()
        if not k.startswith(("nb_", "latex_", "thebe", "bibtex", "comments", "use_"))
    }
    app = Sphinx(
        srcdir=source, confdir=None, outdir=into, doctreedir=source / ".doctrees", buildername="html",
        confoverrides={**config, **_settings(site["facts"])}, status=None, warning=warnings, freshenv=True,
    )  # fmt: skip
    app.connect("env-before-read-docs", partial(_tell, site=site))
    folder, tools = site["kept"]
    if folder:
        app.builder.templates.environment.bytecode_cache = Compiled(Kept(Path(folder), tools))
    return app


def _tell(_app: Sphinx, env: BuildEnvironment, docnames: list[str], *, site: dict[str, Any]) -> None:
    somepages.tell(env, site, docnames)


def _write(app: Sphinx, site: dict[str, Any]) -> None:
    """Write the wanted pages, the search page and the files that all pages share."""
    builder = app.builder
    app.config.html_context["csat"] |= _contents(builder, site)
    builder.prepare_writing(set(site["wanted"]))
    builder.copy_download_files()
    builder.copy_static_files()
    for name in site["wanted"]:
        app.phase = BuildPhase.RESOLVING
        tree = app.env.get_and_resolve_doctree(name, builder)
        app.phase = BuildPhase.WRITING
        builder.write_doc_serialized(name, tree)
        builder.write_doc(name, tree)
    builder.gen_additional_pages()
    builder.copy_image_files()


def _contents(builder: SomePages, site: dict[str, Any]) -> dict[str, Any]:
    """The contents of the book for the sidebar: title -> pages, each with its title in HTML and what stands under it."""

    def title(name: str) -> str:
        node = builder.env.titles[name]
        if name not in site["wanted"]:
            return escape(node.astext(), quote=False)
        return str(builder.render_partial(node)["title"])

    return {
        "home_title": title(builder.config.root_doc),
        "groups": [
            {
                "title": said,
                "pages": [{"name": name, "title": title(name), "under": under} for name, *under in pages],
            }
            for said, pages in site["groups"]
        ],
    }


def _rendered(app: Sphinx, site: dict[str, Any]) -> dict[str, dict[str, Any]]:
    """What others must know of every wanted page, and what it is found by; its HTML stands in its file."""
    index = app.builder.indexer
    words, title_words = _by_page(index._mapping), _by_page(index._title_mapping)
    found = {}
    for name in site["wanted"]:
        tree = app.env.get_doctree(name)
        pieces = [n.astext() for n in tree.findall(lambda n: isinstance(n, nodes.paragraph | nodes.raw))]
        source = (Path(app.srcdir) / f"{name}.md").read_text(encoding="utf-8")
        found[name] = {
            "title": index._titles[name],
            "text": search.text(pieces),
            "titles": index._all_titles[name],
            "title_words": title_words.get(name, []),
            "words": words.get(name, []),
            "slugs": app.env.metadata[name].get("myst_slugs", {}),
            "alone": somepages.alone(app.env, tree, title=site["titles"][name], source=source),
        }
    return found


def _by_page(mapping: dict[str, set[str]]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for word, names in sorted(mapping.items()):
        for name in names:
            found.setdefault(name, []).append(word)
    return found


def _settings(facts: dict[str, Any]) -> dict[str, Any]:
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
        "html_css_files": ["csat.css"],
        "html_js_files": [("csat.js", {"defer": "defer"})],
        "html_copy_source": False, "html_show_sourcelink": False, "html_use_index": False,
        "html_show_sphinx": False,
        "html_last_updated_fmt": None, "html_favicon": str(THEME / "static" / "csat-mark.svg"),
        "html_search_language": "cjk", "html_show_search_summary": False, "html_math_renderer": "mathml",
        "templates_path": [str(THEME / "templates"), str(THEME / "templates" / "components")],
        "exclude_patterns": [".doctrees"],
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
    app.add_builder(SomePages, override=True)
    app.add_search_language(SearchBothLanguages)
    app.add_html_math_renderer(
        "mathml", inline_renderers=(mathml.inline, None), block_renderers=(mathml.display, None)
    )
    return {"parallel_read_safe": True, "parallel_write_safe": True}


def main(source: str, into: str) -> int:
    """Build and report."""
    warnings = build(Path(source), Path(into))
    sys.stderr.write(warnings)
    return 1 if warnings else 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
