"""Incidents drawn anew: a Poisson model with spatially correlated log-rates, fitted to the counts of a county.

The log-rate of station i and class c in a period is the sum of five normal terms. Three stay from period to period: a
level by class, with a vague prior; a size by station, which goes by its area and officers as far as sizes of the county
do, and by itself as far as totals vary beyond that, beyond Poisson and beyond what periods add; and a deviation of the
mix, independent over classes and correlated over stations d km apart by the Matérn function of smoothness 3/2,
(1 + √3 d / reach) exp(−√3 d / reach). Two are good or bad luck of the period: of a station and of a class at a station,
of variances that are given (:mod:`systems.series.variation`). Counts are Poisson. Spread and reach of the mix are drawn
from a grid, each pair as often as the evidence makes it likely.

The posterior of the log-rates is approximated as normal at its mode (Laplace), the mean corrected for skewness; given
the log-rates what stays is normal. It is drawn jointly, so that near stations share their uncertainty. With independent
mixes chance would exaggerate differences between neighbours, and so would the luck of the period seen if it were taken
to stay: that of the next one would come on top, and every measure of differences would be drawn too high.

What it may get wrong: no change to come is in it.

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
SLOPE = 1.0
"""Variance of the log size that a standard deviation of what sizes go by makes: a vague prior."""
LIKELY, FIELDS = 0.99, 24
"""Pairs of spread and reach kept: the likeliest, which have so much of the evidence, at most so many."""
EARTH_KM = 6371.0


@dataclass(frozen=True, eq=False)
class Field(ByValue):
    """The posterior of what stays of the log-rates of s classes for one spread and reach of the mix: normal, of
    ``mean`` (n, s) and covariance ``root`` @ ``root``.T, (ns, ns). ``share`` is how likely spread and reach are, of 1.
    """

    share: float
    mix_spread: float
    reach_km: float
    mean: Floats
    root: Floats


@dataclass(frozen=True, eq=False)
class Rates(ByValue):
    """The posterior of what stays of log-rates (n, c): ``fields`` by how likely they are, the likeliest first.

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
        """(n, c) incidents to be expected in a period as long as that of the counts, but for its luck: one draw."""
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


def rates(counts: Floats, km: Floats, luck: tuple[float, float] = (0.0, 0.0), about: Floats | None = None) -> Rates:
    """The posterior given counts (n, c) and ``km`` (n, n) between stations.

    Parameters
    ----------
    luck : variances of the log-rates that the period seen adds for a station, and for a class at a station
    about : (n, k) what sizes go by, each column of mean 0
    """
    seen = counts.sum(axis=0) > 0
    given = counts[:, seen]
    stations, classes = given.shape
    if classes == 0:
        return Rates(0.0, seen, (Field(1.0, 0.0, REACHES_KM[0], given, np.zeros((0, 0))),))
    known = np.zeros((stations, 0)) if about is None or stations < len(about.T) + 3 else about
    size = max(_beyond(given.sum(axis=1), known) - luck[0], 0.0)
    sizes = size * np.eye(stations) + SLOPE * known @ known.T
    start = np.log(given + 0.5) - np.log(given.mean())
    grid = list(product(SPREADS, REACHES_KM))
    mixes = np.array([mix_covariance(km, *pair) for pair in grid])
    each = np.eye(stations)
    evidence, beside = _laplace(given, sizes + luck[0] * each, mixes + luck[1] * each, start)
    order = np.argsort(-evidence, kind="stable")
    shares = np.exp(evidence[order] - evidence[order[0]])
    most = min(int(np.searchsorted(np.cumsum(shares), LIKELY * shares.sum())) + 1, FIELDS)
    fields = []
    for k, share in zip(order.tolist(), (shares[:most] / shares[:most].sum()).tolist(), strict=False):
        mean, root = _field(given, sizes, mixes[k], luck, beside[k])
        spread, reach = grid[int(k)]
        fields.append(Field(share, spread, reach, mean, root))
    return Rates(float(np.sqrt(size)), seen, tuple(fields))


def _beyond(totals: Floats, about: Floats) -> float:
    """Variance of log sizes beyond chance and what they go by, about (n, k): the residuals of least squares."""
    stations = len(totals)
    columns, logs = np.column_stack([np.ones(stations), about]), np.log(totals + 0.5)
    left = logs - columns @ np.linalg.lstsq(columns, logs, rcond=None)[0]
    return float(left @ left) / max(stations - len(columns.T), 1) - float(np.mean(1 / (totals + 0.5)))


def _field(
    given: Floats, sizes: Floats, mixes: Floats, luck: tuple[float, float], beside: Floats
) -> tuple[Floats, Floats]:
    """Mean (n, s) and root of what stays, where the mode of the log-rates is ``beside`` the mean.

    With B the prior covariance of what stays and K that of all terms, B K⁻¹ x stays of log-rates x, ± B − B K⁻¹ B.
    """
    stations, classes = given.shape
    shared, apart, each = np.ones((classes, classes)), np.eye(classes), np.eye(given.size)
    stays = np.kron(sizes, shared) + np.kron(LEVEL + mixes, apart)
    prior = stays + luck[0] * np.kron(np.eye(stations), shared) + luck[1] * each
    weight = (given.mean() * np.exp(beside)).ravel()
    half = np.sqrt(weight)[:, None]
    left = prior - (half * prior).T @ np.linalg.solve(each + half * prior * half.T, half * prior)
    middle = beside.ravel() - left @ (weight * np.diag(left)) / 2
    if any(luck):
        kept = np.linalg.solve(prior, stays).T
        middle, left = kept @ middle, stays - kept @ stays + kept @ left @ kept.T
    root = np.linalg.cholesky((left + left.T) / 2 + 1e-9 * each)
    return np.log(given.mean()) + middle.reshape(given.shape), root


def _laplace(counts: Floats, sizes: Floats, mixes: Floats, start: Floats) -> tuple[Floats, Floats]:
    """Log evidence (g,) of each prior but for a constant, and posterior mode (g, n, c): log-rates over the mean count.

    ``sizes`` (n, n) and ``mixes`` (g, n, n) are covariances of classes with each other and within one. Newton's method
    with bounded steps, for all priors together. Classes share sizes only, so matrices are (n, n) at the most (Rasmussen
    and Williams, section 3.5).
    """
    given, mean, one, mixes = counts.T, counts.mean(), np.eye(len(counts)), LEVEL + mixes[:, None]
    beside = np.tile(start.T, (len(mixes), 1, 1))

    def times(matrices: Floats, vectors: Floats) -> Floats:
        return np.asarray((matrices @ vectors[..., None])[..., 0])

    def covered(a: Floats) -> Floats:
        return np.asarray(times(sizes, a.sum(axis=1))[:, None] + times(mixes, a))

    for _ in range(100):
        weight = mean * np.exp(beside)
        half = np.sqrt(weight)[..., None]
        spread = one + half * mixes * half.swapaxes(-1, -2)
        each = half * np.linalg.inv(spread) * half.swapaxes(-1, -2)
        shared = one + sizes @ each.sum(axis=1)
        towards = weight * beside + given - weight
        back = times(each, covered(towards))
        pull = towards - back + times(each, times(np.linalg.inv(shared) @ sizes, back.sum(axis=1))[:, None])
        step = covered(pull) - beside
        longest = np.abs(step).max(axis=(1, 2), keepdims=True)
        beside = beside + step * np.minimum(1.0, 2.0 / np.maximum(longest, 1e-12))
        if longest.max() < 1e-4:
            break
    determinant = np.linalg.slogdet(spread)[1].sum(axis=1) + np.linalg.slogdet(shared)[1]
    likely = (given * beside - mean * np.exp(beside)).sum(axis=(1, 2))
    return likely - (pull * beside).sum(axis=(1, 2)) / 2 - determinant / 2, beside.swapaxes(1, 2)


def fitted(county: County, years: Variation) -> Rates:
    """The posterior given the incidents of a county and how years differ."""
    station, cell = years.luck(county.years)[2:].tolist()
    about = np.log(np.column_stack([county.area_km2, county.officers + 1]))
    spread = about.std(axis=0)
    about = (about - about.mean(axis=0)) / np.where(spread > 0, spread, 1.0)
    return rates(county.counts, chord_km(county), (station, cell), about)


def next_counts(known: Rates, years: Variation, length: float, rng: np.random.Generator) -> Floats:
    """(n, c) incidents of another period, as long as the one seen, of ``length`` years: one draw."""
    stays = known.draw(rng)
    return rng.poisson(stays * years.another(rng, (len(stays), len(known.seen)), length)).astype(np.float64)


def redrawn(county: County, known: Rates, years: Variation, rng: np.random.Generator) -> County:
    """The county with the incidents of another period of the same length, one draw."""
    return replace(county, counts=next_counts(known, years, county.years, rng))
