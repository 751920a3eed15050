"""What a page states for machines: JSON-LD, microdata, Open Graph, state objects of its scripts."""
