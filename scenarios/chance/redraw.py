"""Incidents drawn anew: a Poisson model with spatially correlated log-rates, fitted to the counts of a county.

The log-rate of station i and class c is the sum of three normal terms: a level by class, with a vague prior; a size by
station, whose variance is the excess of the totals over Poisson; and a deviation of the mix, independent over classes
and correlated over stations d km apart by the Matérn function of smoothness 3/2, (1 + √3 d / reach) exp(−√3 d / reach).
Counts are Poisson. Spread and reach of the mix are drawn from a grid, each pair as often as the evidence makes it
likely.

The posterior of the log-rates is approximated as normal at its mode (Laplace), the mean corrected for skewness. It is
drawn jointly, so that near stations share their uncertainty. With independent mixes chance would exaggerate differences
between neighbours and with them every measure of differences inside zones.

Another period is a year, or years, of its own: its rates are those of the period seen times a factor by which years
differ (:mod:`systems.series.variation`). What it may get wrong: no change to come is in it.

References
----------
P. J. Diggle, J. A. Tawn, R. A. Moyeed, Model-based geostatistics, Applied Statistics 47 (1998): Poisson counts about a
Gaussian field. C. E. Rasmussen, C. K. I. Williams, Gaussian Processes for Machine Learning, MIT Press (2006), sections
3.4 and 3.5 (Laplace) and 4.2 (Matérn). H. Rue, S. Martino, N. Chopin, JRSS B 71 (2009), section 3.2.3 (skewness).
"""

from dataclasses import dataclass, replace
from itertools import product

import numpy as np

from geodata.coordinates.lonlat import lonlat
from systems.series.variation import Variation
from zoning.model.county import Bools, County, Floats
from zoning.model.equality import ByValue

SPREADS = (0.05, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.8, 1.0, 1.2)
"""Grid of spreads of a station's mix, standard deviations of log-rates."""
REACHES_KM = (1.0, 5.0, 7.0, 10.0, 14.0, 20.0, 28.0, 40.0, 56.0, 80.0)
"""Grid of reaches of the correlation."""
LEVEL = 10.0
"""Variance of the level of a class: a vague prior."""
LIKELY, FIELDS = 0.99, 24
"""Pairs of spread and reach kept: the likeliest, which have so much of the evidence, at most so many."""
EARTH_KM = 6371.0


@dataclass(frozen=True, eq=False)
class Field(ByValue):
    """The posterior of log-rates of s classes for one spread and reach of the mix: normal, of ``mean`` (n, s) and
    covariance ``root`` @ ``root``.T, (ns, ns). ``share`` is how likely spread and reach are, of 1.
    """

    share: float
    mix_spread: float
    reach_km: float
    mean: Floats
    root: Floats


@dataclass(frozen=True, eq=False)
class Rates(ByValue):
    """The posterior of log-rates (n, c): ``fields`` by how likely they are, the likeliest first.

    s counts the classes ``seen`` (c,); the others stay without incidents. Spreads are standard deviations of log-rates.
    """

    size_spread: float
    seen: Bools
    fields: tuple[Field, ...]

    @property
    def mix_spread(self) -> float:
        return self.fields[0].mix_spread

    @property
    def reach_km(self) -> float:
        return self.fields[0].reach_km

    def draw(self, rng: np.random.Generator) -> Floats:
        """(n, c) expected incidents in the period of the counts: one draw of the posterior."""
        upto = np.cumsum([field.share for field in self.fields])
        field = self.fields[min(int(np.searchsorted(upto, rng.random() * upto[-1])), len(self.fields) - 1)]
        rates = np.zeros((len(field.mean), len(self.seen)))
        beside = (field.root @ rng.standard_normal(field.mean.size)).reshape(field.mean.shape)
        rates[:, self.seen] = np.exp(field.mean + beside)
        return rates


def chord_km(county: County) -> Floats:
    """(n, n) km between the seats of stations, chords of a sphere."""
    lon, lat = np.radians(lonlat(county.stations))
    seats = EARTH_KM * np.column_stack([np.cos(lat) * np.cos(lon), np.cos(lat) * np.sin(lon), np.sin(lat)])
    return np.asarray(np.linalg.norm(seats[:, None] - seats, axis=2))


def mix_covariance(km: Floats, mix_spread: float, reach_km: float) -> Floats:
    """(n, n) Matérn covariance of the deviations of the mix within a class."""
    near = np.sqrt(3) * km / reach_km
    return np.asarray(mix_spread**2 * (1 + near) * np.exp(-near))


def rates(counts: Floats, km: Floats) -> Rates:
    """The posterior given counts (n, c) and ``km`` (n, n) between stations."""
    seen = counts.sum(axis=0) > 0
    given = counts[:, seen]
    stations, classes = given.shape
    if classes == 0:
        return Rates(0.0, seen, (Field(1.0, 0.0, REACHES_KM[0], given, np.zeros((0, 0))),))
    totals = given.sum(axis=1)
    beyond = float(totals.var(ddof=1)) - float(totals.mean()) if stations > 1 else 0.0
    size = float(np.log1p(max(beyond, 0.0) / totals.mean() ** 2))
    start = np.log(given + 0.5) - np.log(given.mean())
    tried = product(SPREADS, REACHES_KM)
    fits = [(*_laplace(given, size, mix_covariance(km, mix, reach), start), mix, reach) for mix, reach in tried]
    fits.sort(key=lambda fit: -fit[0])
    shares = np.exp([fit[0] - fits[0][0] for fit in fits])
    most = min(int(np.searchsorted(np.cumsum(shares), LIKELY * shares.sum())) + 1, FIELDS)
    shares = shares[:most] / shares[:most].sum()
    fields = (_field(given, size, km, share, *fit[1:]) for share, fit in zip(shares.tolist(), fits, strict=False))
    return Rates(float(np.sqrt(size)), seen, tuple(fields))


def _field(given: Floats, size: float, km: Floats, share: float, beside: Floats, mix: float, reach: float) -> Field:
    """The posterior for one spread and reach, whose mode is ``beside`` the mean."""
    stations, classes = given.shape
    prior = np.kron(size * np.eye(stations), np.ones((classes, classes)))
    prior += np.kron(LEVEL + mix_covariance(km, mix, reach), np.eye(classes))
    weight = (given.mean() * np.exp(beside)).ravel()
    half = np.sqrt(weight)[:, None]
    left = prior - (half * prior).T @ np.linalg.solve(np.eye(len(prior)) + half * prior * half.T, half * prior)
    mean = np.log(given.mean()) + beside - (left @ (weight * np.diag(left)) / 2).reshape(given.shape)
    root = np.linalg.cholesky((left + left.T) / 2 + 1e-9 * np.eye(len(prior)))
    return Field(share, mix, reach, mean, root)


def _laplace(counts: Floats, size: float, mixes: Floats, start: Floats) -> tuple[float, Floats]:
    """Log evidence of the prior but for a constant, and the posterior mode (n, c), as log-rates over the mean count.

    Newton's method with bounded steps. Classes share the sizes of stations only, so matrices are (n, n) at the most
    (Rasmussen and Williams, section 3.5).
    """
    given, beside, mean, one = counts.T, start.T, counts.mean(), np.eye(len(counts))
    mixes = LEVEL + mixes

    def covered(a: Floats) -> Floats:
        return np.asarray(size * a.sum(axis=0) + a @ mixes)

    for _ in range(100):
        weight = mean * np.exp(beside)
        half = np.sqrt(weight)[:, :, None]
        spread = one + half * mixes * half.swapaxes(1, 2)
        each = half * np.linalg.inv(spread) * half.swapaxes(1, 2)
        shared = one + size * each.sum(axis=0)
        towards = weight * beside + given - weight
        back = np.einsum("cij,cj->ci", each, covered(towards))
        pull = towards - back + each @ np.linalg.solve(shared, size * back.sum(axis=0))
        step = covered(pull) - beside
        longest = float(np.abs(step).max())
        beside = beside + step * min(1.0, 2.0 / max(longest, 1e-12))
        if longest < 1e-4:
            break
    determinant = np.linalg.slogdet(spread)[1].sum() + np.linalg.slogdet(shared)[1]
    evidence = (given * beside - mean * np.exp(beside)).sum() - (pull * beside).sum() / 2 - determinant / 2
    return float(evidence), beside.T


def redrawn(county: County, known: Rates, years: Variation, rng: np.random.Generator) -> County:
    """The county with the incidents of another period of the same length, one draw."""
    expected = known.draw(rng) * years.another(rng, county.counts.shape, county.years)
    return replace(county, counts=rng.poisson(expected).astype(np.float64))
