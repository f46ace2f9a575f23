"""The files of a folder of results.

===================  ================================================================================================
``results.jsonl``    one object a scenario, the base first: name, why, what was applied, status, the plan document
``plans/NAME.json``  the plan of each as ``zoning solve`` writes it
``table.csv``        every figure of every zone, a number a row (:mod:`scenarios.runs.longtable`);
                     ``table.parquet`` as well where pyarrow is installed
``county.gpkg``      the base county, ``policy.toml`` its policy, ``scenarios.toml`` all scenarios on these two, and
                     ``tables/`` the other tables that they name
``.finished/``       the answers so far, one file each, from which an interrupted run goes on
===================  ================================================================================================
"""

RESULTS, TABLE, PARQUET, PLANS = "results.jsonl", "table.csv", "table.parquet", "plans"
COUNTY, POLICY, SCENARIOS, TABLES = "county.gpkg", "policy.toml", "scenarios.toml", "tables"
FINISHED = ".finished"
