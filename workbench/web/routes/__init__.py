"""The routes, a file a subject, each thin: they hand what came over the wire to ``service`` and answer what it says."""
