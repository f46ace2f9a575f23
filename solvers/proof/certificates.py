"""Certificates checked by arithmetic and enumeration: no linear programme is asked, so none has to be believed.

Duals are whole numbers, those of limits multiples of 1/1024, and their sums are taken as such. Reduced costs are 64-bit
floats that are exact because duals whose sums 53 bits could not hold are refused. What is left to rounding is how far
growth looks, which has a point to spare for every zone (``solvers.exact.pricing``).
"""

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from fractions import Fraction

from solvers.exact.column_generation import Relaxation
from solvers.exact.cover import Budget
from solvers.exact.pricing import BoundedGrowth
from solvers.exact.search import Search
from solvers.instances.columns import PricedColumns
from solvers.instances.duals import FRACTION, Duals, stated
from solvers.instances.instance import Instance
from solvers.instances.subproblem import Subproblem
from solvers.proof.findings import Findings
from solvers.sets.growth import TooMany
from zoning.model.plan import Plan
from zoning.result.certificates import certificates
from zoning.result.plan_file import MOST, CertificateClaim
from zoning.result.solution import Certificate

QUICK = 100_000
"""States up to which zones are grown even where a pool would be made: duals of a search that was stopped need few."""


@dataclass(frozen=True)
class Sound:
    """A certificate whose bound is no more than the sum of its duals, ``total``, by which zones may be enumerated."""

    subproblem: Subproblem
    duals: Duals
    total: Fraction
    bound: int | None


@dataclass
class Certificates:
    """The certificates that a file states under ``column`` of one search.

    ``sound`` holds by number of zones those that arithmetic finds nothing wrong with.
    """

    search: Search
    column: str
    found: Findings
    sound: dict[int, Sound] = field(default_factory=dict)
    missing: tuple[int, ...] = ()
    bounds: list[int] = field(default_factory=list)
    _known: dict[object, tuple[float, PricedColumns]] = field(default_factory=dict)

    @property
    def least(self) -> int | None:
        """Points that no plan goes below if the certificates hold; ``None`` where a number of zones has none."""
        return None if self.missing else min(self.bounds, default=None)

    def check(self, claims: Sequence[CertificateClaim], *, complete: bool) -> None:
        """Note what is false of them; ``complete`` where every number of zones must have one."""
        places = self._places(claims)
        wanted = {subproblem.zones: subproblem for subproblem in self.search.subproblems}
        self.missing = tuple(sorted(set(wanted) - set(places)))
        for zones in self.missing if complete else ():
            self.found.wrong("no_certificate", self.column, zones=zones)
        read = certificates(claims, self.search.instance.problem.county)
        self.bounds = [
            bound for zones in wanted if zones in places and (bound := claims[places[zones]].bound) is not None
        ]
        for zones, subproblem in wanted.items():
            if zones in places:
                at = places[zones]
                self._one(subproblem, claims[at], read[at], f"{self.column}.{at}")

    def _places(self, claims: Sequence[CertificateClaim]) -> dict[int, int]:
        """Where the certificate of each number of zones stands; one that stands twice or cannot be is a mistake."""
        wanted = {subproblem.zones for subproblem in self.search.subproblems}
        places: dict[int, int] = {}
        for at, claim in enumerate(claims):
            if claim.zones in places or claim.zones not in wanted:
                key = "twice" if claim.zones in places else "no_number"
                self.found.wrong(key, f"{self.column}.{at}.zones", value=claim.zones)
            else:
                places[claim.zones] = at
        return places

    def _one(self, subproblem: Subproblem, claim: CertificateClaim, read: Certificate, at: str) -> None:
        """Note what is false of one certificate: its duals, their sum, a zone below them, a plan below the bound."""
        if not self._fits(subproblem, claim, read, at):
            return
        instance, total = self.search.instance, sum_of(subproblem, read)
        if claim.dual_bound != math.ceil(total):
            values = {"stated": claim.dual_bound, "actual": math.ceil(total)}
            self.found.wrong("sum", f"{at}.dual_bound", zones=subproblem.zones, **values)
            return
        duals = stated(read)
        duals = replace(duals, stations=instance.balanced(duals.stations))
        sound = Sound(subproblem, duals, total, claim.bound)
        try:
            below = self._below_bound(sound)
        except TooMany:
            self.found.open("too_many", zones=subproblem.zones)
            return
        if isinstance(below, float):
            self.found.wrong("reduced", f"{at}.duals", zones=subproblem.zones, lowest=math.floor(below))
        elif below is not None:
            bound = "–" if claim.bound is None else claim.bound
            self.found.wrong("cheaper", f"{at}.bound", zones=subproblem.zones, points=below, bound=bound)
        else:
            self.sound[subproblem.zones] = sound

    def _fits(self, subproblem: Subproblem, claim: CertificateClaim, read: Certificate, at: str) -> bool:
        """Whether the duals are of the right number, sign and size; a mistake names those that are not."""
        instance, zones = self.search.instance, subproblem.zones
        labels, limits = len(instance.change.labels), len(instance.limits)
        mistakes = len(self.found.mistakes)
        for code in sorted(set(claim.duals) - set(instance.problem.county.codes)):
            self.found.wrong("no_station", f"{at}.duals.{code}", value=claim.duals[code])
        if len(read.label_duals) != labels or min(read.label_duals, default=0) < 0:
            self.found.wrong("labels", f"{at}.label_duals", zones=zones, labels=labels)
        if read.change_dual < 0 or (read.change_dual and not labels):
            self.found.wrong("labels", f"{at}.change_dual", value=read.change_dual, zones=zones, labels=labels)
        exact = all(dual >= 0 and dual % FRACTION == 0 for dual in read.limit_duals)
        if len(read.limit_duals) != limits or not exact:
            self.found.wrong("limits", f"{at}.limit_duals", zones=zones, limits=limits)
        elif size_of(subproblem, read) > MOST:
            self.found.wrong("size", f"{at}.duals", zones=zones, most=MOST)
        return len(self.found.mistakes) == mistakes

    def _below_bound(self, sound: Sound) -> float | int | None:
        """The lowest reduced cost of a zone if it is negative, else the points of a plan below the bound, if any."""
        subproblem, instance = sound.subproblem, self.search.instance
        most = subproblem.worst if sound.bound is None else min(sound.bound - 1, subproblem.worst)
        least = most - math.ceil(sound.total)
        found = self._below(sound, least)
        alone = instance.reduced(sound.duals, instance.alone)
        lowest = min(float(found.reduced.min(initial=0.0)), float(alone.min(initial=0.0)))
        if lowest < 0:
            return lowest
        return next((points for points, _ in self._covers(sound, found, most)), None) if least >= 0 else None

    def plans(self, most: int) -> Iterator[tuple[int, Plan]]:
        """Every plan of at most so many points of the numbers of zones whose certificates are sound, each once.

        Raises
        ------
        TooMany
            When more zones would have to be grown than the limits allow.
        """
        for sound in self.sound.values():
            least = most - math.ceil(sound.total)
            if least >= 0 and (sound.bound is None or sound.bound <= most):
                yield from self._covers(sound, self._below(sound, least), most)

    def _covers(self, sound: Sound, found: PricedColumns, most: int) -> Iterator[tuple[int, Plan]]:
        """The plans of at most ``most`` points that zones with their reduced costs make up."""
        bound = math.ceil(sound.total)
        relaxation = Relaxation(sound.subproblem, sound.duals, bound, found.zones, most - bound, found.zones.masks)
        return self.search.covers(relaxation, found, Budget(most), ordered=False)

    def _below(self, sound: Sound, least: int) -> PricedColumns:
        """All zones whose reduced cost, without its fraction, is at most ``least``, and all that have a negative one.

        Several numbers of zones often share duals: zones grown once are kept for the next. Among them may be some that
        fewer zones cannot have.
        """
        duals, subproblem = sound.duals, sound.subproblem
        ceiling = float(max(least, -1)) + (1 - FRACTION if self.search.instance.limits else 0)
        parts = (part.tobytes() for part in (duals.stations, duals.labels, duals.limits))
        key = (*parts, duals.zone, duals.change, subproblem.band, subproblem.whole)
        if key not in self._known or self._known[key][0] < ceiling:
            self._known[key] = ceiling, self._grown(subproblem, duals, ceiling)
        zones = self._known[key][1]
        near = zones.reduced <= ceiling
        return PricedColumns(zones.zones[near], zones.reduced[near], complete=True)

    def _grown(self, subproblem: Subproblem, duals: Duals, ceiling: float) -> PricedColumns:
        """All zones up to the ceiling: of few states they are grown, whatever the number of zones there are."""
        search = self.search
        quick = BoundedGrowth(subproblem, QUICK, search.watch, search.instance.none, search.workers)
        try:
            return quick.columns_below(duals, ceiling)
        except TooMany:
            return search.source(subproblem).columns_below(duals, ceiling)


def sum_of(subproblem: Subproblem, certificate: Certificate) -> Fraction:
    """Σπ + K·μ + σ·stay − Σν − Σρ·B: points that no plan goes below if no zone has a negative reduced cost."""
    instance = subproblem.instance
    whole = sum(certificate.duals) + subproblem.zones * certificate.zone_dual - sum(certificate.label_duals)
    limits = zip(certificate.limit_duals, instance.most.tolist(), strict=True)
    over = sum((Fraction(dual) * most for dual, most in limits), Fraction())
    return whole + certificate.change_dual * instance.change.stay - over


def size_of(subproblem: Subproblem, certificate: Certificate) -> Fraction:
    """What no sum of these duals over a zone or a plan exceeds in size."""
    instance, c = subproblem.instance, certificate
    stations = len(instance.problem) * (abs(c.zone_dual) + c.change_dual)
    whole = sum(map(abs, (*c.duals, *c.label_duals))) + stations
    far = (max(abs(one.most), replace(subproblem, instance=Instance(one.problem)).worst) for one in instance.limits)
    return whole + sum((Fraction(dual) * most for dual, most in zip(c.limit_duals, far, strict=True)), Fraction())
