"""What kind of page it is: listing, list, ordinary page, wall, or nothing of use.

Decided from signs that the other rooms collect; what an address alone says stands in `crawler.url`.
No fields of a listing are read here.
"""
