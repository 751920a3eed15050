"""What kind of page it is: listing, list, page, wall or nothing; what an address alone says."""
