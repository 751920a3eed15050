"""An edit in Word: the version given back, what it changed, and whether it may stand.

The steps that ask for it stand in `alerts.letters.workflow`.
"""
