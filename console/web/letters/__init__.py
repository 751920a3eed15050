"""A letter on its page: the form that an officer fills, what it may add, pictures of the pages."""
