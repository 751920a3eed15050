"""Finding things (查找): a page, a lead, a shop, a letter or a right by a few typed letters."""
