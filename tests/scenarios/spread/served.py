"""A scheduler with one worker in one process: ``python -m tests.scenarios.spread.served PORT``, port 0 for a free one.

It says its address and ends when its input does, so that nothing is left of it when a test is killed.
"""

import sys

from distributed import LocalCluster


def main(port: int) -> None:
    """Serve until nobody listens."""
    with LocalCluster(
        n_workers=1,
        threads_per_worker=1,
        processes=False,
        host="127.0.0.1",
        protocol="tcp",
        scheduler_port=port,
        dashboard_address=None,
        scheduler_kwargs={"dashboard_address": "127.0.0.1:0"},
    ) as cluster:
        print(cluster.scheduler_address, flush=True)
        sys.stdin.read()


if __name__ == "__main__":
    main(int(sys.argv[1]))
