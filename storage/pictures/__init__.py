"""Pictures (图片): fingerprints by which one is recognised again, and how likely two are the same."""
