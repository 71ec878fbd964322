"""How responses are weighted: the table ``[weighting]`` of an edition."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, model_validator

_DECLARED = ConfigDict(frozen=True, extra="forbid", allow_inf_nan=False)


class Replication(BaseModel):
    """What the replicate weights are that came with the answers, in the words of R's ``svrepdesign``.

    ``rho`` is Fay's. ``scale`` takes the place of the type's own: jk1 (R − 1)/R, jkn 1, bootstrap 1/(R − 1).
    ``rscales`` is one number for each replicate; for jkn, (n − 1)/n of the stratum whose unit the replicate
    leaves out, found from the strata where it is not given.
    """

    model_config = _DECLARED

    type: Literal["jk1", "jkn", "brr", "fay", "bootstrap"]
    rho: float | None = Field(default=None, ge=0, lt=1)
    scale: float | None = Field(default=None, gt=0)
    rscales: tuple[Annotated[float, Field(ge=0)], ...] | None = Field(default=None, min_length=2)

    @model_validator(mode="after")
    def _fits_type(self) -> Replication:
        if (self.type == "fay") != (self.rho is not None):
            raise ValueError('rho with type = "fay", and only with it')
        if self.type in ("brr", "fay") and not (self.scale is None and self.rscales is None):
            raise ValueError(f"no scale and no rscales with type = {self.type!r}: it follows from the number")
        return self


class Weighting(BaseModel):
    """Steps from the answers to their weights, taken in this order in every wave.

    ``base``: everybody alike; as delivered; or people in the stratum over people ``drawn`` from it.
    ``poststratify``: strata get their sizes in ``params/population.csv``. ``margins``: items of kind category
    raked to ``params/margins.csv`` (with ``poststratify`` the strata stay one margin among them).
    ``trim_low`` and ``trim_high`` are bounds in multiples of the mean weight; ``repeat`` takes the steps
    before trimming once more after it, which can carry a few weights past the bounds again.
    """

    model_config = _DECLARED

    base: Literal["none", "delivered", "design"] = "none"
    poststratify: bool = False
    margins: tuple[str, ...] = ()
    trim_low: float | None = Field(default=None, gt=0, lt=1)
    trim_high: float | None = Field(default=None, gt=1)
    repeat: bool = False
    replicates: Replication | None = None

    @property
    def trims(self) -> bool:
        """Whether weights are trimmed at all."""
        return self.trim_low is not None or self.trim_high is not None

    @model_validator(mode="after")
    def _consistent(self) -> Weighting:
        if len(set(self.margins)) < len(self.margins):
            raise ValueError("each margin once")
        if self.repeat and not (self.trims and (self.poststratify or self.margins)):
            raise ValueError("repeat needs a bound to trim at, and strata or margins to meet again")
        adjusted = self.poststratify or self.margins or self.trims
        if self.replicates and (adjusted or self.base != "delivered"):
            raise ValueError(
                'replicates need base = "delivered" and nothing after it: they went through the same '
                "weighting as the delivered weight"
            )
        return self
