"""Working together on leads: sub-offices, postponement, assignment, comments, merging, verdicts in one."""
