"""What pages show of platforms and open APIs, read from their files: pages do not load the crawler."""
