"""Names of elements and words beside an amount by which a price is told from other amounts."""

from __future__ import annotations

import re

PRICED = re.compile(
    r"pri[cs](?!m|n)|preis|prix|prec(?:io|o)\b|prezzo|cena|hinta|kaina|\bamount|jiage|qian|金额|цена|cost|"
    r"hind\b|ár\b|money|prodprice|fiyat|harga|cijena|pre[tț]\b|ціна|kaina",
    re.I,
)
NOW = re.compile(
    r"sale|sell|current|now|final|actual|\bour\b|special|offer|promo|deal|main|active|akce|aktion|to-?pay|"
    r"buybox|selected|discounted|reduced|today|dangqian|xianjia|yeni|indirim|ahora|\bpor\b|nov[aá]\b|nueva",
    re.I,
)
OLD = re.compile(
    r"(?<![bcfghst])old|was\b|was[-_]|list[-_]?price|(?<!font-)(?<!text-)(?<!weight-)regular|retail(?!er)|rrp|uvp|msrp|strike|cross|line-?through|before|"
    r"origin|market(?!place)|previous|prev\b|compare|full[-_]?price|base[-_]?price|(?<!font-)(?<!text-)(?<!weight-)normal|standard[-_]?price|"
    r"high[-_]?price|yuanjia|shichang|\bdel\b|through|former|savings?|save|discount-?(?:amount|percent|value)|"
    r"per-?unit|unit-?price|pricePerUnit|installment|monthly|finance|credit|shipping|delivery|postage|"
    r"subscribe|subscription|coupon|used|refurb|antes|anterior|tachad|eski|star[aáyý]\b|poprzed|p[uů]vod|gammel|"
    r"tidligere|vechi|ancien|barr[eé]|listino|\borg\b|\bmrp\b|\bpvp\b|omnibus|lowest",
    re.I,
)
ASIDE = re.compile(
    r"related|recommend|similar|carousel|cross-?sell|up-?sell|also|slider|swiper|sponsor|accessor|"
    r"mini-?cart|cart-?(?:summary|dropdown|total)|(?<!to-)(?<!to)basket|recently|footer|\bnav\b|menu|(?<!product-)(?<!product_)(?<!detail-)(?<!pdp-)(?<!item-)header|bundle|"
    r"comparison|(?<!elementor-)widget|banner|warrant|addon|add-on|gift|review|comment|tuijian|(?<!product-)(?<!product_)(?<!pdp-)sidebar|filter|teaser|"
    r"\btiles?\b|[-_]tiles?\b|\btile[-_]|card(?:s|-list)|product-?list|products?[-_]grid|grid[-_]?view|collection[-_]?grid",
    re.I,
)
OLD_TAGS = frozenset({"del", "s", "strike"})
LABEL = re.compile(
    r"(?:pri[cs]e|preis|prix|precio|prezzo|preço|prijs|pris|cena|цена|価格|가격|价格|价|售价|促销价|现价)\s*[:：]?\s*$",
    re.I,
)
RATE = re.compile(
    r"\W{0,3}(?:per|a|/|im|par|al|na|в)?\s*(?:month|mo\b|monat|mois|mes\b|mese|mês|m[ěe]s|мес|maand)|"
    r"\W{0,3}(?:off|rabatt|discount|cashback|points|gift)",
    re.I,
)
NET = re.compile(
    r"\b(?:ex(?:cl?(?:uding|udes)?)?|without|bez|ohne|hors|uden|ekskl|exkl|sin|senza|sem)\.?[\s_-]*"
    r"(?:vat|tax(?:es)?|gst|dph|mwst|ust|moms|tva|iva|btw|kdv)\b|\bHT\b|netto\b|novat|no-vat|price-ex\b|不含税",
    re.I,
)
"""The price before tax, which no buyer of one piece pays."""
UNIT = re.compile(r"(?:/|per|pro)\s*(?:100\s*)?(?:kg|g|l|ml|m²|m|lb|oz|cl|stk)\b", re.I)
