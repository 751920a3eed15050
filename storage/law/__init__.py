"""法律: statutes in every version, provisions named by their meaning, what the office confirmed of them.

Here belongs every article number and every word of the law. What a letter must hold stands in
alerts/letters/model, terms (期限) in alerts/followup.
"""
