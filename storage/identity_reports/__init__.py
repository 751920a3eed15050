"""合规数据报送: platforms' half-yearly reports on the sellers on them, read, kept, held against shops.

A report never changes what a shop's page shows: both stand side by side, and where they differ a person looks.
"""
