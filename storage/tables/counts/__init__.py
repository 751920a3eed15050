"""What is kept of leads and listings so that no page reads them all: counts, and the pairs of characters of titles."""
