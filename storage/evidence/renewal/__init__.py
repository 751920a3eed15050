"""Renewal of evidence (证据续期): evidence records by RFC 4998, by which a proof outlives its authority."""
