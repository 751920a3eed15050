"""Names under which shop programs write the number of goods into a query (商品编号参数).

Most programs put a word for goods before or behind a word for a number: `it_id`, `products_id`, `goodsNo`,
`id_product`, `product-code`. A `num` or `number` of goods is how many: in the basket, in stock, on a page.
"""

from __future__ import annotations

import re
from functools import lru_cache

_GOODS = r"(?:it|items?|goods?|products?|prod|prd|pdt|spu|sku|wares?|commodity|offer|shangpin|sp)"
_NUMBER = r"(?:id|no|nr|uid|code|cd|sn|seq|idx)"
_NAME = re.compile(
    rf"{_GOODS}[-_]?{_NUMBER}|{_NUMBER}[-_]?(?:item|goods|product|produit|producto|prodotto|produkt)|"
    r"(?:item|product)[-_]?number|num_iid|branduid|pcode|virtuemart_product_id",
    re.I,
)
_MENU = "Itemid"
"""Joomla's name, in this spelling, for the item of its menu by which an address was reached."""


@lru_cache(maxsize=4096)
def is_goods_id(name: str) -> bool:
    """Is the value of this name in a query the number of goods?

    >>> [name for name in ("it_id", "products_id", "id_product", "goods_num", "cat_id", "id") if is_goods_id(name)]
    ['it_id', 'products_id', 'id_product']
    """
    return bool(_NAME.fullmatch(name)) and not is_menu_item(name)


def is_menu_item(name: str) -> bool:
    """Does the value of this name in a query say by which item of a menu (菜单项) the page was reached?"""
    return name == _MENU
