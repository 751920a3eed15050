"""What people, programs and the shell see: pages, API, commands, and the clock and workers behind them."""
