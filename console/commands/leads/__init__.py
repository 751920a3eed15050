"""Commands on leads: the queue, verdicts, what follows them, samples, whom to tell."""
