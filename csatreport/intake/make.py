"""What a prepared edition is made of, and the making of its units."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import pandas as pd

from csatreport.intake import ahead, deliveries, flow, inputs, private, records, redact, room
from csatreport.intake.collect import Collected, collect
from csatreport.intake.kept import Kept
from csatreport.intake.parts import Parts
from csatreport.intake.pseudonyms import Pseudonyms
from csatreport.intake.records import Delivered
from csatreport.intake.store import Inputs, Unit
from csatreport.intake.writing import Writing, write_unit
from csatreport.params import Edition, Questionnaire, Source
from csatreport.params.edition import TableName

_SURVEY = ("population.csv", "margins.csv", "coding.csv")


@dataclass(frozen=True)
class Make:
    """How the units of an edition are made: ``survey``, and one unit for each table of records."""

    project: Path
    edition: Edition
    questionnaire: Questionnaire
    secret: Pseudonyms
    parts: Parts
    raw: dict[str, str]
    program: Inputs

    @cached_property
    def units(self) -> dict[str, Inputs]:
        """What each unit is made of."""
        return {"survey": self._survey} | {t: self._record(t) for t in sorted(self.declared)}

    @cached_property
    def declared(self) -> frozenset[TableName]:
        """Tables of records that the edition declares."""
        return frozenset(r.table for r in self.edition.record)

    @property
    def bytes_of_records(self) -> int:
        """Size of the raw files of records that are there."""
        files = [self.project / r.file for r in self.edition.record]
        return sum(f.stat().st_size for f in files if f.is_file())

    @cached_property
    def _common(self) -> Inputs:
        """What every unit depends on: the program, the questionnaire, the key, and whose names are removed."""
        return {
            **self.program,
            "asked": inputs.asked(self.questionnaire),
            "key": self.secret.fingerprint,
            "people": self._files("customers"),
        }

    @cached_property
    def _survey(self) -> Inputs:
        published = [str(p.file) for p in self.edition.published]
        return {
            **self._common,
            "parts": [self.part(source) for source in self.edition.source],
            "published": {file: self.raw[file] for file in published},
            "rules": inputs.ruled(self.edition),
            "params": inputs.declared(self.project, *_SURVEY),
        }

    def _record(self, table: TableName) -> Inputs:
        tables = deliveries.needed(table, self.declared)
        own = [r.model_dump(mode="json") for r in self.edition.record if r.table in tables]
        return {
            **self._common,
            "raw": {t: self._files(t) for t in sorted(tables)},
            "declared": inputs.hashed([own, str(self.edition.wave)]),
            "params": inputs.declared(self.project, "records.csv"),
        }

    def _files(self, table: str) -> dict[str, str]:
        return {str(r.file): self.raw[str(r.file)] for r in self.edition.record if r.table == table}

    def part(self, source: Source) -> str:
        """Key of a source's part: everything it is made of."""
        raw = {str(file): self.raw[str(file)] for file in inputs.delivered(source)}
        published = [p.model_dump(mode="json") for p in self.edition.published]
        words = self.edition.cleaning.test_words
        return inputs.hashed([self._common, source.model_dump(mode="json"), raw, published, words])

    def into(self, folder: Path, names: set[str]) -> Iterator[tuple[str, Unit]]:
        """Make these units, one after the other, and write their tables.

        Raises
        ------
        CsatError
            What cannot be reported on.
        """
        if not names:
            return
        customers = self._read({"customers"})
        secret = self._secret(customers)
        if "survey" in names:
            yield "survey", self._answers(folder, records.people(customers), secret)
        for table in sorted(self.declared & names):
            needed = deliveries.needed(table, self.declared)
            delivered = customers | self._read(needed - {"customers"})
            whole = records.assemble(
                self.edition,
                {t: files for t, files in delivered.items() if t in needed},
                self.questionnaire,
                pseudonym=secret.of,
                scrub=redact.scrub,
                only=frozenset({table}),
            )
            yield table, write_unit(folder, self.units[table], deliveries.of_table(whole, table))

    def _read(self, wanted: set[TableName] | frozenset[TableName]) -> dict[TableName, Sequence[Delivered]]:
        return deliveries.read(self.project, self.edition, self.questionnaire, wanted)

    def _secret(self, customers: Mapping[TableName, Sequence[Delivered]]) -> Pseudonyms:
        """Pseudonyms that agree in every unit: without a key, customers are numbered as they are listed."""
        listed = [d.rows["customer"] for files in customers.values() for d in files]
        return self.secret.knowing(customer=pd.concat(listed)) if listed else self.secret

    def read_from_the_end(self) -> None:
        """Read the sources, the last one first, and keep them: what another process does not wait for.

        Raises
        ------
        CsatError
            What cannot be reported on.
        """
        customers = self._read({"customers"})
        read = self._reader(self.parts, records.people(customers), self._secret(customers))
        elsewhere = flow.elsewhere(self.project, self.edition, self.questionnaire)
        for source in reversed(self.edition.source):
            read(source, elsewhere)

    def _answers(self, folder: Path, names: frozenset[str], secret: Pseudonyms) -> Unit:
        """The survey's tables: without a key, nothing is kept between two makings."""
        with ExitStack() as stack:
            if secret.keyed:
                parts = self.parts
                stack.enter_context(ahead.reading(self.project, self.edition, parts.folder))
            else:
                parts, secret = stack.enter_context(self.parts.fleeting()), secret.counting()
            writing = stack.enter_context(Writing(folder))
            read = self._reader(parts, names, secret)
            flow.make(self.project, self.edition, self.questionnaire, read=read, into=writing)
            return writing.unit(self._survey)

    def _reader(self, parts: Parts, names: frozenset[str], secret: Pseudonyms) -> flow.Read:
        def read(source: Source, elsewhere: frozenset[str]) -> Kept:
            part = self.part(source)
            return parts.kept(part) or parts.put(part, self._hidden(source, elsewhere, names, secret))

        return read

    def _hidden(
        self, source: Source, elsewhere: frozenset[str], names: frozenset[str], secret: Pseudonyms
    ) -> Collected:
        """A source without a person in it."""
        collected = collect(source, self.project, self.questionnaire, elsewhere=elsewhere)
        room.give_back()
        return private.hidden(collected, secret.of, names=names, words=self.edition.cleaning.test_words)


def of_edition(project: Path, edition: Edition, questionnaire: Questionnaire, *, parts: Path) -> Make:
    """Work out what the units of an edition are made of, from hashes.

    Raises
    ------
    UsageError
        The key for pseudonyms is too weak.
    """
    raw, secret = inputs.raw(project, edition.paths), Pseudonyms.from_environment()
    return Make(project, edition, questionnaire, secret, Parts(parts), raw, inputs.program())
