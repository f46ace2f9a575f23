"""What-ifs over problems and solutions: a base, named overrides and why; all solved, kept, read again and compared.

:func:`scenarios.spec.read_file` and :func:`~scenarios.spec.library` give scenarios, :func:`scenarios.study.opened` puts
them on their county, :func:`scenarios.apply.apply` makes the problem of one, :func:`scenarios.run.run` solves them all,
and :func:`scenarios.results.read` reads what a run has left. Plans are compared by :mod:`scenarios.compare`. Nothing is
imported here, so that the processes of a run start fast.
"""
