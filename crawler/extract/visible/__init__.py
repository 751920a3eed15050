"""What a buyer sees: price, seller, brand, availability, attributes, product cards."""
