"""Every benchmark, or some of them by name: ``python -m benchmarks [NAME…] [--full] [--json] [--publish]``."""

from benchmarks import connectivity, exact, failures, frontier, judge, large, policies, real, reuse, samples
from benchmarks.suite import Benchmark, run

BENCHMARKS: tuple[Benchmark, ...] = (
    samples.BENCHMARK,
    exact.BENCHMARK,
    policies.BENCHMARK,
    reuse.BENCHMARK,
    frontier.BENCHMARK,
    large.BENCHMARK,
    judge.BENCHMARK,
    real.BENCHMARK,
    failures.BENCHMARK,
    connectivity.BENCHMARK,
)

if __name__ == "__main__":
    run(BENCHMARKS)
