"""Commands of letters: drafts, their steps, the law behind them, mails, reports of a period."""
