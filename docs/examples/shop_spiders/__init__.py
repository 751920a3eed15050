"""Two example spiders, as a package of one's own holds them: see docs/spiders.md."""
