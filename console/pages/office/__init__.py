"""Pages on the office: overview, statistics, settings, first start, health, audit."""
