"""What benchmarks measure on: made pages, shops, rows and corpora, each drawn from a seed."""
