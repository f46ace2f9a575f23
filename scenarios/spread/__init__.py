"""Work spread over processes or a cluster: :func:`~scenarios.spread.spread.spread`, and the engines that it takes."""
