"""Process of the shop: makes its database, fills it, then serves on the given port until ended."""

from __future__ import annotations

import io
import sys
from socketserver import ThreadingMixIn
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer, make_server

import django
from django.apps import apps
from django.core.files.base import ContentFile
from django.core.management import call_command
from django.core.wsgi import get_wsgi_application
from PIL import Image

from tests.oscar.goods import Good, goods


class _Server(ThreadingMixIn, WSGIServer):
    daemon_threads = True


class _Quiet(WSGIRequestHandler):
    def log_message(self, format: str, *args: object) -> None:  # noqa: A002
        """A line a request would fill the pipe."""


class _NoMigrations(dict[str, None]):
    """Tables straight from the models: the migrations would take most of a minute."""

    def __contains__(self, app: object) -> bool:
        return True

    def __getitem__(self, app: str) -> None:
        return None


def fill(items: list[Good]) -> None:
    """Put the goods on the shelf, with categories, stock and prices."""
    category_model = apps.get_model("catalogue", "Category")
    partner = apps.get_model("partner", "Partner").objects.create(name="示例仓库", code="demo")
    product_class = apps.get_model("catalogue", "ProductClass").objects.create(
        name="农产品", track_stock=True
    )
    shelves = {
        name: category_model.objects.add_root({"name": name})
        for name in dict.fromkeys(item.category for item in items if item.category)
    }
    for item in items:
        product = apps.get_model("catalogue", "Product").objects.create(
            upc=item.upc,
            title=item.title,
            description=item.description,
            product_class=product_class,
        )
        product.images.create(original=ContentFile(_picture(item), name=f"{item.upc}.png"))
        if item.category:
            product.categories.add(shelves[item.category])
        product.stockrecords.create(
            partner=partner, partner_sku=item.upc, price=item.price, num_in_stock=item.stock
        )


def _picture(item: Good) -> bytes:
    number = int(item.upc) % 60
    drawn = io.BytesIO()
    Image.new("RGB", (60, 60), (250 - 4 * number, 80 + 2 * number, 40)).save(drawn, "PNG")
    return drawn.getvalue()


def main(port: int) -> None:
    from django.conf import settings

    settings.MIGRATION_MODULES = _NoMigrations()
    django.setup()
    call_command("migrate", run_syncdb=True, verbosity=0)
    fill(goods())
    with make_server(
        "127.0.0.1", port, get_wsgi_application(), _Server, handler_class=_Quiet
    ) as server:
        print(server.server_port, flush=True)  # noqa: T201
        server.serve_forever()


if __name__ == "__main__":
    main(int(sys.argv[1]))
