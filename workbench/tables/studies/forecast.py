"""What is to be expected of the next periods, and how well each way to foretell it did on those that are known."""

from systems.series.forecast import LEVEL
from systems.series.forecasting import Forecast
from systems.series.holdout import MODELS, rivals
from workbench.tables.table import Columns, Table, Value
from zoning.judge.figures import FIGURES, by_key
from zoning.texts import Language, say
from zoning.texts.numbers import number, percent


def trials(found: Forecast, language: Language) -> Table:
    """Every way and its errors on periods held back, the best first."""
    rows: list[list[Value]] = [
        [say(f"workbench.forecast.{one.way}", language), one.error, one.missed, one.bias, one.covered]
        for one in sorted(found.trials, key=lambda one: one.error)
    ]
    columns: Columns = ("method", *by_key("square_error", "mean_error", "mean_bias", "in_interval"))
    note = say("workbench.forecast.held_back", language, origins=found.origins, level=percent(LEVEL, 0))
    return Table.of("forecast_trials", language, columns, rows, note)


def sums(found: Forecast, language: Language) -> Table:
    """Expected incidents of the county by class, period by period."""
    totals = found.mean.sum(axis=1)
    rows: list[list[Value]] = [
        [period, kind.name, totals[k, c]]
        for k, period in enumerate(found.periods)
        for c, kind in enumerate(found.county.classes)
    ]
    return Table.of("forecast_sums", language, ("period", "class", FIGURES["foretold"]), rows)


def cells(found: Forecast, language: Language) -> Table:
    """Expected incidents of every period, station and class with their interval."""
    rows: list[list[Value]] = [
        [
            period,
            found.county.short_names[code],
            kind.name,
            *(end[k, i, c] for end in (found.mean, found.low, found.high)),
        ]
        for k, period in enumerate(found.periods)
        for i, code in enumerate(found.county.codes)
        for c, kind in enumerate(found.county.classes)
    ]
    columns: Columns = ("period", "station", "class", *by_key("foretold", "foretold_low", "foretold_high"))
    return Table.of("forecast_cells", language, columns, rows)


def title(found: Forecast, language: Language) -> str:
    """Which periods, by which way, and how it did beside its best rival."""
    best = rivals(found.trials)[0]
    own = next(trial for trial in found.trials if trial.way == found.way)
    models = [trial for trial in found.trials if trial.way in MODELS]
    other = best if found.way in MODELS else min(models, key=lambda trial: trial.error)
    values = {
        "span": span(found, language),
        "total": number(float(found.mean.sum())),
        "way": say(f"workbench.forecast.{own.way}", language),
        "other": say(f"workbench.forecast.{other.way}", language),
        "error": number(own.error, 2),
        "beside": number(other.error, 2),
    }
    key = "title" if found.way in MODELS else "title_naive"
    return say(f"workbench.forecast.{key}", language, **values)


def span(found: Forecast, language: Language) -> str:
    """The periods foretold, in words."""
    first, last = found.periods[0], found.periods[-1]
    return first if first == last else say("workbench.forecast.between", language, first=first, last=last)


def lines(found: Forecast, language: Language) -> list[str]:
    """What it rests on."""
    history = {"first": found.history[0], "last": found.history[-1], "count": len(found.history)}
    return [
        say("workbench.forecast.history", language, **history),
        say("workbench.forecast.method", language, discount=percent(found.discount, 0), lent=f"{found.lent:g}"),
        say(f"workbench.forecast.{'trended' if found.way == 'trend' else 'untrended'}", language),
        say("workbench.forecast.doubt", language),
        *([say("workbench.applied.notice", language, notice=found.county.notice)] if found.county.notice else []),
    ]
