"""One edition: which wave, compared with which, from which files, by which rules."""

from __future__ import annotations

from collections import Counter
from pathlib import PurePosixPath
from typing import Annotated, Literal

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    WithJsonSchema,
    model_validator,
)

from csatreport.errors import ParamsError
from csatreport.params.cleaning import Cleaning
from csatreport.params.text import LANGUAGES, Language
from csatreport.params.wave import Wave
from csatreport.params.weighting import Weighting

Declared = ConfigDict(frozen=True, extra="forbid", arbitrary_types_allowed=True, allow_inf_nan=False)


def _wave(value: object) -> Wave:
    if isinstance(value, Wave):
        return value
    try:
        return Wave.parse(value)
    except ParamsError as error:
        raise ValueError(f"a wave such as {error.expected}") from error


WaveField = Annotated[
    Wave, BeforeValidator(_wave), WithJsonSchema({"type": ["string", "integer"], "examples": ["2026Q3"]})
]


def _encoding(name: str) -> str:
    try:
        b"text".decode(name)
    except (LookupError, ValueError):  # no such name, or not one of text
        raise ValueError("an encoding such as utf-8, utf-16, gb18030, big5, cp949, latin-1") from None
    return name


Encoding = Annotated[str, AfterValidator(_encoding)]
Format = Literal[
    "auto",  # found out from the content
    "csv",
    "excel",
    "parquet",
    "spss",
    "qualtrics",
    "surveymonkey",
    "wjx",
    "limesurvey",
    "google-forms",
    "kobo",
]
TableName = Literal[
    "customers",
    "lifecycle",
    "complaints",
    "reviews",
    "interviews",
    "sales",
    "costs",
    "visits",
    "training",
    "suggestions",
    "market",
    "warnings",
    "projects",
    "tasks",
    "risks",
    "cases",
    "studies",
]


class RawFile(BaseModel):
    """A file as delivered.

    ``file`` is relative to the project folder, ``encoding`` is Python's name of it. ``sha256`` is optional;
    when it is given, a file that changed since is refused.
    """

    model_config = Declared

    file: PurePosixPath
    encoding: Encoding = "utf-8"
    sha256: str | None = Field(default=None, pattern=r"^[0-9a-f]{64}$")


class Delivery(RawFile):
    """A raw file that may be one sheet of a workbook, or what a database said.

    With ``query`` the file is a Parquet snapshot that ``csatreport fetch`` takes of a database: ``database``
    names a DuckDB or SQLite file of the project, or the environment variable that holds the address of a
    server.
    """

    sheet: str | None = None
    query: str | None = None
    database: str | None = None


class Source(Delivery):
    """A raw file of answers, one row per response.

    One entry with ``waves = "2025Q4..2026Q3"`` and ``{wave}`` in ``file`` stands for one entry per wave.
    ``form`` is the XLSForm that a Kobo export was collected with.
    """

    wave: WaveField
    format: Format = "auto"
    mode: str | None = None  # when the export has no mode column: a code of the `mode` list
    without: tuple[str, ...] = ()  # items not asked in this file; `exp_*` means all that begin so
    turns: bool = False  # answers that seem to turn round within the file are right all the same
    form: PurePosixPath | None = None


class Record(Delivery):
    """A raw file of other records than answers, one row per record; ``table`` says which.

    ``wave`` only tells files apart: the wave of a record is that of its date. Its headers are those of the
    table's fields, or what ``params/records.csv`` calls them.
    """

    table: TableName
    wave: WaveField | None = None
    format: Literal["auto", "csv", "excel", "parquet"] = "auto"


class Published(RawFile):
    """A raw file of scores that others published: no respondents, one row per score.

    ``item``, ``domain`` and ``value`` are column names; ``wave`` is a pattern over column names, such
    as ``"FY{year} {quarter}"``; ``all`` is the level of ``domain`` that means everybody.
    """

    item: str
    wave: str
    domain: str
    level: str  # the column that holds the level of `domain`
    all: str
    value: str


class Edition(BaseModel):
    """``params/editions/<name>.toml``."""

    model_config = Declared

    name: str = Field(pattern=r"^[A-Za-z0-9][A-Za-z0-9_.-]*$")  # the file's name, not written in it
    wave: WaveField
    previous: WaveField | None = None
    year_ago: WaveField | None = None
    languages: tuple[Language, ...] = Field(default=LANGUAGES, min_length=1)
    minimum_base: int = Field(default=10, ge=2)
    low_base: int = Field(default=30, ge=2)
    confidence: float = Field(default=0.95, gt=0.5, lt=1)
    seed: int = Field(ge=0)
    chapter_seconds: float = Field(default=300, gt=0)
    weights: Literal["none", "delivered", "population", "declared"] = "none"
    weighting: Weighting = Weighting()  # in force with weights = "declared"
    chapters: tuple[str, ...] | None = Field(default=None, min_length=1)  # None: every chapter of the book
    source: tuple[Source, ...] = ()
    published: tuple[Published, ...] = ()
    record: tuple[Record, ...] = ()
    cleaning: Cleaning = Cleaning()

    @model_validator(mode="after")
    def _consistent(self) -> Edition:
        if not self.source and not self.published:
            raise ValueError("an edition needs at least one [[source]] or [[published]] file")
        if len(set(self.languages)) < len(self.languages):
            raise ValueError("each language once")
        files = Counter((source.file, source.sheet) for source in self.source)
        twice = [str(file) for (file, _), times in files.items() if times > 1]
        if twice:
            raise ValueError(f"each file once; more than one source is {twice[0]!r}")
        return self

    @property
    def files(self) -> tuple[RawFile, ...]:
        """Every raw file that the edition reads."""
        return (*self.source, *self.published, *self.record)

    @property
    def paths(self) -> tuple[PurePosixPath, ...]:
        """The path of everything that the edition is read from, forms included; each once, in order."""
        forms = [source.form for source in self.source if source.form is not None]
        return tuple(sorted({*(file.file for file in self.files), *forms}))

    @property
    def queried(self) -> tuple[Delivery, ...]:
        """Files that are what a database said."""
        return tuple(f for f in self.files if isinstance(f, Delivery) and f.query is not None)
