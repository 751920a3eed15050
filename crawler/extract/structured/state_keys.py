"""Names under which shops keep their goods' fields in JSON, the most telling first."""

from __future__ import annotations


def _names(names: str) -> tuple[str, ...]:
    return tuple(names.split())


NAMES = _names(
    "title goodsName goods_name productName product_name itemTitle itemName item_name spuName "
    "skuName commodityName wareName offerTitle promotionTitle name subject shortTitle raw_title longName displayName"
)
"""The name of the goods."""
PRICES = _names(
    "salePrice sale_price currentPrice current_price finalPrice final_price promotionPrice "
    "promotion_price discountPrice actualPrice sellingPrice sellPrice sell_price minPrice "
    "min_price minGroupPrice groupPrice group_price nowPrice price_now priceText view_price "
    "shopPrice shop_price soldPrice unitPrice price amount jdPrice lowPrice goodsPrice goods_price "
    "pricing prices priceInfo price_info"
)
"""What a buyer pays: sale prices before list prices."""
SKUS = _names(
    "sku skuId sku_id skuCode partNumber articleNumber productCode itemNumber goodsSn goods_sn "
    "productSku product_sku"
)
"""The seller's item number."""
IDS = _names(
    "goodsId goods_id itemId item_id productId product_id spuId spu_id offerId nid numIid "
    "num_iid wareId id pid"
)
"""The platform's item id."""
ADDRESSES = _names(
    "detail_url detailUrl itemUrl item_url goodsUrl goods_url productUrl product_url linkURL "
    "linkUrl link_url auctionURL auctionUrl jumpUrl url link href"
)
"""The page of the goods."""
BRANDS = _names("brand brandName brand_name item_brand vendor manufacturer")
"""The brand or the maker."""
GTINS = _names("gtin gtin13 ean ean13 barcode upc isbn")
"""The bar code number."""
SHOPS = _names(
    "shopName shop_name storeName store_name mallName mall_name sellerName seller_name nick"
)
"""The seller's shown name."""
IMAGES = _names(
    "image images img imgUrl img_url pic picUrl pic_url picture pictures goodsImg thumbUrl "
    "thumb_url hdThumbUrl mainImage main_image cover"
)
"""Pictures."""
SALES = _names(
    "sales salesVolume sales_volume soldCount sold_count sold saleNum sale_num salesNum cnt "
    "totalSales view_sales salesTip sellCount"
)
"""How many were sold."""
PLACES = _names("item_loc location sendFrom provcity area deliveryFrom shipFrom")
"""Where the goods are sent from."""
STOCKS = _names(
    "stock inventory quantity stockQuantity stock_quantity inStock in_stock available "
    "isSoldOut soldOut availability stockStatus stock_status"
)
"""Whether there are any."""
