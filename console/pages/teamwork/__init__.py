"""Working together: groups cleared at once, postponement, assignment, comments, merging, sub-offices."""
