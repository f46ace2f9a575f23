"""Kinds of made-up counties: how many stations and zones, which band, how much travel weighs."""

from dataclasses import dataclass

from zoning.model.policy import Policy, Weights, read_policy


@dataclass(frozen=True)
class Kind:
    """Counties of a kind: stations, the most and the fewest zones, workload band, and a factor on travel's weight."""

    stations: int
    most: int = 5
    fewest: int = 1
    band: float | None = None
    travel: float = 1.0

    def policy(self) -> Policy:
        """``haidong`` with this kind's limits."""
        given = read_policy("haidong")
        return given.override(
            {
                "zones.max": self.most,
                "zones.min": self.fewest,
                "rules.workload_band": self.band,
                "weights.travel": given.weights.travel * self.travel,
            }
        )

    def said(self) -> dict[str, str]:
        """In words, by language."""
        zones = f"{self.fewest}–{self.most}" if self.fewest < self.most else f"{self.most}"
        band = ("no band", "工作量不限") if self.band is None else (f"±{self.band:.0%}", f"工作量 ±{self.band:.0%}")
        light = ("", "") if self.travel == 1 else (f", travel × {self.travel:g}", f"，支援路程权重 × {self.travel:g}")
        return {
            "en": f"{self.stations} stations, {zones} zones, {band[0]}{light[0]}",
            "zh": f"{self.stations} 个所，{zones} 个防区，{band[1]}{light[1]}",
        }


def linear(whole: Policy) -> Policy:
    """The policy with the weights of mismatch, overload and travel alone, which a linear model can take."""
    own = whole.weights
    weights = Weights(mismatch=own.mismatch, overload=own.overload, travel=own.travel)
    return whole.model_copy(update={"weights": weights})
