"""Incidents as they might have been: counts are chance, so they are drawn anew from the rates that they suggest.

The logarithm of the rate of station i and class c is the sum of three normal terms: the level of the class, of which
nothing is known beforehand; the size of the station, as wide as the totals differ beyond chance; and a deviation of its
mix, drawn for every class by itself and *alike for stations that are near*, with the correlation (Matérn, smoothness
3/2) (1 + √3 d / reach) exp(−√3 d / reach) of stations d km apart. Counts are Poisson about the rates. How much mixes
differ and how far they are alike is what makes the counts likeliest; with a small reach every station is for itself.

The rates, given the counts, are taken as normal in the logarithm about their likeliest values (Laplace), the mean moved
by the skewness that the counts leave; so they are drawn together, and neighbours lend each other what both are
uncertain of. Were mixes independent, chance would make neighbours differ that are alike in truth, and a measure of the
differences inside zones would come out too high. What it may get wrong: a bad year for all stations is not in it, nor
is anything that will change; spread and reach are taken as known once they are estimated.

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
from zoning.model.county import Bools, County, Floats

SPREADS = (0.05, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.8, 1.0, 1.2)
"""Spreads of a station's mix that are tried, as standard deviations of the logarithm."""
REACHES_KM = (1.0, 5.0, 7.0, 10.0, 14.0, 20.0, 28.0, 40.0, 56.0, 80.0)
"""Distances that are tried over which mixes are alike."""
LEVEL = 10.0
"""Variance of the logarithm of a class's level: as good as unknown."""
EARTH_KM = 6371.0


@dataclass(frozen=True, eq=False)
class Rates:
    """What counts (n, c) say of the rates behind them: their logarithms are normal, with a ``root`` of the covariance.

    ``mean`` and ``root`` are of the classes ``seen`` (c,); the others stay without incidents. Spreads are standard
    deviations of the logarithm.
    """

    size_spread: float
    mix_spread: float
    reach_km: float
    seen: Bools
    mean: Floats
    root: Floats

    def draw(self, rng: np.random.Generator) -> Floats:
        """(n, c) incidents to be expected in a period like that of the counts, one draw of what they may be."""
        rates = np.zeros((len(self.mean), len(self.seen)))
        beside = (self.root @ rng.standard_normal(self.mean.size)).reshape(self.mean.shape)
        rates[:, self.seen] = np.exp(self.mean + beside)
        return rates


def apart_km(county: County) -> Floats:
    """(n, n) km between the seats of stations, straight through the ground."""
    lon, lat = np.radians(lonlat(county.stations))
    seats = EARTH_KM * np.column_stack([np.cos(lat) * np.cos(lon), np.cos(lat) * np.sin(lon), np.sin(lat)])
    return np.asarray(np.linalg.norm(seats[:, None] - seats, axis=2))


def alike(km: Floats, mix_spread: float, reach_km: float) -> Floats:
    """(n, n) covariance of the mixes of stations in a class: as logarithms, levels apart."""
    near = np.sqrt(3) * km / reach_km
    return np.asarray(mix_spread**2 * (1 + near) * np.exp(-near))


def rates(counts: Floats, km: Floats) -> Rates:
    """What counts (n, c) say of stations so many km (n, n) apart."""
    seen = counts.sum(axis=0) > 0
    given = counts[:, seen]
    stations, classes = given.shape
    if classes == 0:
        return Rates(0.0, 0.0, REACHES_KM[0], seen, given, np.zeros((0, 0)))
    totals = given.sum(axis=1)
    beyond = float(totals.var(ddof=1)) - float(totals.mean()) if stations > 1 else 0.0
    size = float(np.log1p(max(beyond, 0.0) / totals.mean() ** 2))
    start = np.log(given + 0.5) - np.log(given.mean())
    tried = product(SPREADS, REACHES_KM)
    fits = [(mix, reach, *_fitted(given, size, alike(km, mix, reach), start)) for mix, reach in tried]
    mix, reach, _, beside = max(fits, key=lambda fit: fit[2])
    prior = np.kron(size * np.eye(stations), np.ones((classes, classes)))
    prior += np.kron(LEVEL + alike(km, mix, reach), np.eye(classes))
    weight = (given.mean() * np.exp(beside)).ravel()
    half = np.sqrt(weight)[:, None]
    left = prior - (half * prior).T @ np.linalg.solve(np.eye(len(prior)) + half * prior * half.T, half * prior)
    mean = np.log(given.mean()) + beside - (left @ (weight * np.diag(left)) / 2).reshape(given.shape)
    root = np.linalg.cholesky((left + left.T) / 2 + 1e-9 * np.eye(len(prior)))
    return Rates(float(np.sqrt(size)), mix, reach, seen, mean, root)


def _fitted(counts: Floats, size: float, mixes: Floats, start: Floats) -> tuple[float, Floats]:
    """How likely the prior makes the counts (a logarithm, but for a constant), and the likeliest rates (n, c).

    Rates are logarithms over the mean count. Newton's steps, none so long that an exponential could run away. Classes
    meet in the sizes of stations alone, so matrices are no larger than (n, n) (Rasmussen and Williams, section 3.5).
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


def redrawn(county: County, known: Rates, rng: np.random.Generator) -> County:
    """The county with the incidents of another period like its own."""
    return replace(county, counts=rng.poisson(known.draw(rng)).astype(np.float64))
