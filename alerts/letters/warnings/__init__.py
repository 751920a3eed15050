"""Risk warnings (风险预警): drafted where leads gather, published as a page, taken back."""
