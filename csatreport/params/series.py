"""One entry of an edition for the files of several waves: ``waves = "2025Q4..2026Q3"``, ``file = "a-{wave}.csv"``."""

from __future__ import annotations

from typing import Any

from csatreport.errors import ParamsError
from csatreport.params.faults import Fault, refuse
from csatreport.params.wave import Wave

_EXAMPLE = "2025Q4..2026Q3"
_LISTS = ("source", "record")


def expanded(edition: dict[str, Any], *, where: str) -> dict[str, Any]:
    """Replace each entry that names several waves by one entry per wave.

    Raises
    ------
    ParamsError
        Naming every entry whose waves or file name cannot be used.
    """
    faults: list[Fault] = []
    lists = {
        name: [one for n, entry in enumerate(entries, 1)
               for one in _each(entry, faults, f"{where}, {name}[{n}].waves")]
        for name in _LISTS
        if isinstance(entries := edition.get(name), list)
    }  # fmt: skip
    refuse(faults)
    return edition | lists


def _each(entry: Any, faults: list[Fault], place: str) -> list[Any]:  # noqa: ANN401 - as TOML has it
    if not isinstance(entry, dict) or "waves" not in entry:
        return [entry]
    waves = _waves(str(entry["waves"]))
    file = str(entry.get("file", ""))
    if not waves:
        expected = f"the first and the last wave, of one length, such as {_EXAMPLE}"
        faults.append(Fault("not a range of waves", place, expected, repr(entry["waves"]), "correct it"))
    if "wave" in entry or "{wave}" not in file:
        expected = "no key `wave`, and {wave} in `file`"
        faults.append(Fault("waves that lead to no files", place, expected, repr(file), "correct it"))
    rest = {key: value for key, value in entry.items() if key != "waves"}
    return [rest | {"wave": wave, "file": file.replace("{wave}", wave)} for wave in waves]


def _waves(text: str) -> list[str]:
    """Every wave from the first to the last; none where the text is no range."""
    first, _, last = text.partition("..")
    try:
        start, end = Wave.parse(first), Wave.parse(last)
        if end < start:
            return []
    except ParamsError:  # told by the caller, with its place
        return []
    return [str(start.shifted(n)) for n in range(end.index - start.index + 1)]
