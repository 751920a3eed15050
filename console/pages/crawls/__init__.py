"""Pages on monitoring tasks and platform profiles."""
