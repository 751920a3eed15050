"""Rows of what people hand in (人工提交): materials and the links through which telephones send them."""
