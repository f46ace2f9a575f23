"""What-ifs over problems and solutions: a base, named overrides and why; all solved, kept, read again and compared.

:func:`scenarios.spec.reading.read_file` and :func:`~scenarios.spec.reading.library` give scenarios,
:func:`scenarios.whatif.study.opened` puts them on their county, :func:`scenarios.whatif.apply.apply` makes the problem
of one, :func:`scenarios.runs.run.run` solves them all, and :func:`scenarios.runs.results.read` reads what a run has
left. Plans are compared by :mod:`scenarios.compare.compare`. Nothing is imported here, so that the processes of a run
start fast.
"""
