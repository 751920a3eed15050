"""法律依据: the law as data, one YAML file for each text.

Here belong the texts that letters cite and what reads them. Rules of a letter's completeness stand
in alerts/letters/model, legal terms (期限) in alerts/followup.
"""
