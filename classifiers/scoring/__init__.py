"""From candidates to assessments: features, rules, model, fair use, levels.

`assess` is the only module here that opens the database.
"""
