"""Learning (学习): what officers decided and on what, rules proposed to them, the sample, drift's counts.

Nothing here judges a listing: models are fitted in `classifiers.training`, patterns read in `alerts.insight`.
"""
