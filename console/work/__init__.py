"""What runs beside the pages: clock, workers, crawls as processes."""
