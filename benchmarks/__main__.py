"""Every benchmark, or some of them by name: ``python -m benchmarks [NAME…] [--full] [--json] [--publish]``.

``python -m benchmarks check`` is no benchmark but a check: it counts work and compares it with what is stored.
``python -m benchmarks published FOLDER`` stands by itself, too: its graphs are not shipped.
"""

import sys

from benchmarks import (
    batching,
    bounds,
    check,
    connectivity,
    evenness,
    exact,
    failures,
    frontier,
    judge,
    large,
    plans,
    policies,
    published,
    real,
    response,
    reuse,
    samples,
    serving,
    stopped,
    storing,
    verifiers,
)
from benchmarks.suite import Benchmark, run

BENCHMARKS: tuple[Benchmark, ...] = (
    samples.BENCHMARK,
    exact.BENCHMARK,
    policies.BENCHMARK,
    evenness.BENCHMARK,
    reuse.BENCHMARK,
    response.BENCHMARK,
    frontier.BENCHMARK,
    large.BENCHMARK,
    bounds.BENCHMARK,
    stopped.BENCHMARK,
    judge.BENCHMARK,
    verifiers.BENCHMARK,
    real.BENCHMARK,
    failures.BENCHMARK,
    connectivity.BENCHMARK,
    plans.BENCHMARK,
    storing.BENCHMARK,
    batching.BENCHMARK,
    serving.BENCHMARK,
)

if __name__ == "__main__":
    if sys.argv[1:2] == ["check"]:
        sys.exit(check.run(sys.argv[2:]))
    if sys.argv[1:2] == ["published"]:
        sys.exit(published.run(sys.argv[2:]))
    run(BENCHMARKS)
