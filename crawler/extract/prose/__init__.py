"""What a page says in words: labels in running text, the description, bread crumbs, the name of the site.

No prices and no structured data; words stand in `labels.yml`.
"""
