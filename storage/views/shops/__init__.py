"""Views of shops: the list, one shop whole, the shops that go with it."""
