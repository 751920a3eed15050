"""The demonstration market (演示集市): made-up shops on loopback, so the whole chain can be shown.

Three sites, each on its own port, made from `catalogue.yml`; the market's day decides what stands
on the shelves, so removals, relistings and price changes can be seen between two crawls.
"""
