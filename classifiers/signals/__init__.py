"""Signals (研判依据): one file for each kind of ground, all their weights in `weights`.

A signal quotes a field and weighs for or against infringement. The candidate that signals read is
`classifiers.candidate`; the score is `classifiers.scoring`.
"""
