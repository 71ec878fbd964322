import tomllib
from string import Formatter

from csatreport.book.words import THEME, Words

CATALOGUE = tomllib.loads((THEME / "words.toml").read_text(encoding="utf-8"))
SAID = {k: v for k, v in CATALOGUE.items() if k != "unit"} | CATALOGUE["unit"]


def placeholders(text):
    return sorted(name for _, name, _, _ in Formatter().parse(text) if name is not None)


def test_everything_is_said_in_both_languages_with_the_same_values():
    assert all(set(said) == {"en", "zh"} and all(said.values()) for said in SAID.values())
    assert [k for k, v in SAID.items() if placeholders(v["en"]) != placeholders(v["zh"])] == []


def test_values_fill_the_words_of_the_language():
    assert Words("en")("data_date", date="2026-09-30") != Words("zh")("data_date", date="2026-09-30")
    assert "2026-09-30" in Words("zh")("data_date", date="2026-09-30")


def test_a_unit_without_a_name_is_its_own_name():
    assert Words("en").unit("furlong") == "furlong"
    assert Words("zh").unit("share") == CATALOGUE["unit"]["share"]["zh"]


def test_every_word_is_asked_for_somewhere():
    places = [p for p in THEME.parent.rglob("*") if p.suffix in (".py", ".js", ".html")]
    code = "\n".join(path.read_text(encoding="utf-8") for path in places)
    made = ("base_", "numbers_", "status_")  # keys put together: f"numbers_{column}"
    assert [k for k in Words("en").plain if k not in code and not k.startswith(made)] == []
