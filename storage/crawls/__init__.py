"""监测: tasks, runs, the frontier of pages, the compliance ledger, platform files.

Fetching is `crawler`; the clock that starts tasks is `console.work`.
"""
