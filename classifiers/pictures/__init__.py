"""Pictures: text read in them (OCR) and registered logos found in them."""
