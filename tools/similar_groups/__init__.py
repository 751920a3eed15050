"""The table of similar goods and services (区分表): its text as written by hand, and how it is built."""
