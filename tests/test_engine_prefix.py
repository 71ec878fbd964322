import pytest
from smallproject import code, markdown

from csatreport.engine.prefix import shared

IMPORTS = code("import math\nfrom csatreport import open_edition")
PARAMETERS = code('edition = "2026Q3"\nlevel = "north"', "parameters")
SURVEY = code("survey = open_edition(edition)")
OWN = code("own = survey.of(level)")


def many(*cells, changed=("level",)):
    return shared(cells, changed)


def test_cells_before_the_first_that_names_a_changed_parameter_are_shared():
    assert many(IMPORTS, PARAMETERS, SURVEY, OWN, code("1")) == 3


def test_cells_without_code_count_but_none_of_them_ends_what_is_shared():
    title = markdown("# A title with level in it")
    assert many(title, IMPORTS, title, PARAMETERS, SURVEY, title, OWN) == 5


def test_where_no_code_can_be_shared_nothing_is():
    assert many(markdown("# Title"), code("level"), IMPORTS) == 0


def test_all_cells_are_shared_where_the_parameter_is_of_no_use():
    assert many(IMPORTS, PARAMETERS, SURVEY, code("print(survey)")) == 4


def test_only_the_parameters_that_change_make_a_difference():
    cells = (IMPORTS, PARAMETERS, SURVEY, OWN)
    assert shared(cells, ["edition"]) == 2
    assert shared(cells, ["edition", "level"]) == 2
    assert shared(cells, []) == 4


@pytest.mark.parametrize("source", [
    'edition = "2026Q3"\nlevel = "north"\ntitle = level.upper()',
    'edition = "2026Q3"\nlevel = "north"\nimport this',
    'edition = level = "north"',
    'edition, level = "2026Q3", "north"',
    'edition = "2026Q3"\nlevel = "north"\nedition += "x"',
])  # fmt: skip
def test_a_cell_of_parameters_that_does_more_than_name_values_is_not_shared(source):
    assert many(IMPORTS, code(source, "parameters"), SURVEY) == 1


@pytest.mark.parametrize("source", [
    "print(level)",
    "f'{level}'",
    "level = 'south'",
    "del level",
    "def of(survey):\n    return survey.of(level)",
    "import level",
    "frame.query('branch == @level')",
    "plot(formula='score ~ level')",
    "print(unknown)",
    "survey.__dict__",
    "survey._frame",
    "globals()",
    "vars()",
    "locals()",
    "dir()",
    "exec('x = 1')",
    "eval('1')",
    "compile('1', '', 'eval')",
    "look = eval",
    "__import__('os')",
    "get_ipython()",
    "In[1]",
    "_",
    "open('file')",
    "input()",
    "getattr(survey, 'x')",
    "import os",
    "import os.path as path",
    "from os import path",
    "import sys",
    "from sys import modules",
    "import threading",
    "import subprocess",
    "import IPython",
    "from IPython import get_ipython",
    "from csatreport import *",
    "from . import x",
    "x = 1\ndel x",
    "def f():\n    global edition\n    edition = 1",
    "def f():\n    x = 1\n    def g():\n        nonlocal x",
    "async def f():\n    await g()",
    "def f():\n    yield 1",
    "await survey",
    "%matplotlib inline",
    "%%time\n1",
    "!ls",
    "survey?",
    "ls",
    "x = (",
    "x = '\0'",
])  # fmt: skip
def test_what_may_see_a_changed_parameter_or_is_not_understood_ends_what_is_shared(source):
    assert many(IMPORTS, PARAMETERS, SURVEY, code(source), IMPORTS) == 3


@pytest.mark.parametrize("source", [
    "peers = [x.name for x in survey.levels if x.size > math.sqrt(2)]",
    "def f(a, *b, c=1, **d):\n    return [a, b, c, d]\nf(1)",
    "class A:\n    x = 1\nA.x",
    "try:\n    y = 1\nexcept ValueError as error:\n    print(error)",
    "match survey:\n    case [first, *rest]:\n        print(first, rest)\n    case {'a': b, **more}:\n        print(b, more)",
    "from IPython.display import display\ndisplay(survey)",
    "import IPython.display\nIPython.display.display(survey)",
    "with survey as s:\n    s.level_of_all = 1\nprint(sorted(s, key=lambda z: -z))",
    "if (n := len(survey)) > 1:\n    print(f'{n:>3}')",
    "survey.at[1:2, 3] = not n if math else {**{}}" .replace("n if", "None if"),
    "",
])  # fmt: skip
def test_ordinary_code_is_shared(source):
    assert many(IMPORTS, PARAMETERS, SURVEY, code(source), OWN) == 4
