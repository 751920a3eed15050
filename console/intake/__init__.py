"""What people hand in (人工提交): a page from an officer's browser, a share text, a row of a table.

Belongs here: checking it, reading it, keeping it as a listing with its assessment, lead and evidence.
Does not: visiting a page (`crawler`), words for people (`console.words`), the API's records.
"""
