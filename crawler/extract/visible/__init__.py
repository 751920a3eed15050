"""What a buyer sees: price, seller, brand, availability, attributes, item number, product cards.

Words stand in YAML beside the modules (`words.yml`, `element_names.yml`, `currencies.yml`), weights in
`price_weights.py`. No schema.org, no script objects; nothing here fetches.
"""
