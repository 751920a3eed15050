"""What every room of the store needs: the database, settings, vocabulary, errors, office time.

Nothing here knows a domain table; a rule about leads, rights or letters has a room of its own.
"""
