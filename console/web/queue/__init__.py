"""What the page of the queue shows beside its rows: names of platforms, why a row stands where it stands."""
