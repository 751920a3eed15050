"""Working together on leads (协同): sub-offices, assignments, comments, merged leads, batches of verdicts."""
