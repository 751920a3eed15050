"""Commands that go to sites and read pages: crawl, tasks, runs, platforms, saved files."""
