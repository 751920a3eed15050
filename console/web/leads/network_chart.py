"""What `network.js` draws of a shop's network (关联图)."""

from __future__ import annotations

from storage.views.shops.shop_network import ShopNetwork


def network_chart(network: ShopNetwork, centre: int) -> dict[str, object]:
    """Nodes with name, leads and page; links with their reasons."""
    return {
        "nodes": [
            {
                "id": str(shop.id),
                "name": shop.name,
                "platform": shop.platform,
                "leads": shop.leads,
                "confirmed": shop.confirmed,
                "page": f"/shops/{shop.id}",
                "centre": shop.id == centre,
            }
            for shop in network.shops
        ],
        "links": [
            {"source": str(link.first), "target": str(link.second), "why": "、".join(link.why)}
            for link in network.links
        ],
    }
