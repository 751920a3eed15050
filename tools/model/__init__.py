"""The shipped model and its card, made anew by a developer: `python -m tools.model VERSION`."""
