"""Chinese words for codes: errors, audit acts, ends of a run, settings."""
