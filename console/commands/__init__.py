"""One file a family of commands; each imports its room only when the command runs."""
