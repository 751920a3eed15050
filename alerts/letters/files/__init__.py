"""The files of a letter: its documents under their hashes, and what goes along with them.

Setting a document is `alerts.letters.render`; sending it `alerts.letters.workflow`.
"""
