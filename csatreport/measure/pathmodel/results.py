"""What the path model found, with the names of things."""

from __future__ import annotations

from dataclasses import dataclass

from csatreport.measure.design import Floats
from csatreport.measure.pathmodel.estimate import Fitted
from csatreport.measure.pathmodel.structure import Model
from csatreport.params import Text
from csatreport.results import Count, Estimate, Estimates, some

_RHO, _AVE, _HTMT = 0.70, 0.50, 0.90  # usual demands: Nunnally; Fornell and Larcker; Henseler et al.
_SEVERAL = Text(en="Constructs of several questions", zh="多题结构变量")


@dataclass(frozen=True)
class Indicator:
    """One question: its outer weight, loading, squared loading and share in the index."""

    weight: Estimate
    loading: Estimate
    communality: float
    share: float
    cross: float  # the largest |correlation| with another construct


@dataclass(frozen=True)
class Construct:
    """One construct. Numbers that do not exist (reliability of one item, R² of what depends on nothing) are None.

    ``rho_c`` is Dillon and Goldstein's rho, ``htmt`` the largest ratio with another construct.
    """

    name: str
    label: Text
    at: tuple[float, float] | None
    index: Estimate
    indicators: tuple[Indicator, ...]
    r2: Estimate | None
    adjusted: float | None
    q2: float | None
    ave: float
    rho_c: float | None
    rho_a: float | None
    alpha: float | None
    htmt: float | None


@dataclass(frozen=True)
class Path:
    """An arrow from ``source`` to ``target``: direct, indirect and total. ``indirect`` is a number without interval.

    ``direct`` is None where there is no arrow, only a way by other constructs.
    """

    source: str
    target: str
    direct: Estimate | None
    indirect: float
    total: Estimate

    @property
    def clear(self) -> bool:
        """Whether the interval of the arrow leaves zero out."""
        e = self.direct
        return e is not None and e.low is not None and e.high is not None and (e.low > 0 or e.high < 0)


@dataclass(frozen=True, eq=False)
class PathModel:
    """The model of the edition's wave.

    ``shares`` (k,) are the parts of each item in the index of its construct, taken as fixed in other waves and in
    groups. ``redrawn`` counts those of the ``resamples`` that had no solution; ``missing`` and
    ``scheme`` are the policies in force.
    """

    model: Model
    fitted: Fitted
    shares: Floats
    constructs: tuple[Construct, ...]
    paths: tuple[Path, ...]
    gof: float
    used: Count
    resamples: int
    redrawn: int
    scheme: str
    missing: str

    @property
    def arrows(self) -> tuple[Path, ...]:
        """Direct paths."""
        return tuple(p for p in self.paths if p.direct is not None)

    @property
    def index(self) -> Estimates:
        """The index of every construct."""
        return Estimates(tuple(c.index for c in self.constructs))

    @property
    def coefficients(self) -> Estimates:
        """The coefficient of every arrow."""
        return Estimates(tuple(p.direct for p in self.arrows if p.direct is not None))

    @property
    def explained(self) -> Estimates:
        """R² of every construct that depends on others."""
        return Estimates(tuple(c.r2 for c in self.constructs if c.r2 is not None))

    def one(self, construct: str) -> Construct:
        """A construct by its name; KeyError where the model has none."""
        return self.constructs[self.model.numbers[construct]]

    @property
    def reliable(self) -> Count:
        """Constructs with ρc of 0.70 and AVE of 0.50 or more, of those that have several questions."""
        several = [c for c in self.constructs if c.rho_c is not None]
        good = [c for c in several if (c.rho_c or 0.0) >= _RHO and c.ave >= _AVE]
        return Count(len(good), _SEVERAL, of=len(several))

    @property
    def distinct(self) -> Count:
        """Those of them whose largest HTMT is below 0.90."""
        several = [c for c in self.constructs if c.htmt is not None]
        return Count(sum((c.htmt or 0.0) < _HTMT for c in several), _SEVERAL, of=len(several))

    @property
    def focus(self) -> Construct:
        """The construct that the report is about."""
        return self.one(self.model.focus)

    @property
    def outcome(self) -> Construct:
        """The last construct that the focus leads to, itself where it leads to none."""
        led = [p.target for p in self.paths if p.source == self.model.focus]
        return max(
            (self.one(name) for name in led), key=lambda c: self.model.numbers[c.name], default=self.focus
        )

    def effects(self, target: str) -> Estimates:
        """Total effects on a construct, the strongest first."""
        return Estimates(tuple(p.total for p in self.paths if p.target == target)).ordered()

    @property
    def first(self) -> Path:
        """Where to begin: the largest total effect on the focus times the room left in the index.

        Raises
        ------
        UsageError
            No effect on the focus may be shown.
        """
        on = [p for p in self.paths if p.target == self.model.focus]
        shown = some((p for p in on if p.total.shown), of=len(on))
        return max(shown, key=lambda p: p.total.value * (100 - self.one(p.source).index.value))

    @property
    def start(self) -> Construct:
        """The construct to begin with."""
        return self.one(self.first.source)
