"""What people hand in (提交材料): files checked and hashed on arrival, the one-time links of telephones.

Belongs here: keeping a material with its hash, saying to which lead, tip or listing it belongs, links.
Does not: captures of this program (`storage.evidence`), answers of holders (`storage.rights`).
"""
