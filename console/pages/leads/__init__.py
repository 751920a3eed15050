"""Pages on leads, listings, shops and evidence."""
