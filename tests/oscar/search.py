"""Search over the shop's own table: oscar lists its shelves through Haystack, whose simple backend
knows neither shelves nor pages."""

from __future__ import annotations

import json
from typing import Any

from django.apps import apps
from django.db.models import Q
from haystack.backends import BaseEngine, BaseSearchBackend, BaseSearchQuery, SearchNode
from haystack.models import SearchResult


class ShelfBackend(BaseSearchBackend):
    """Answers browse (by category) and search (words in the title) with slices of Product."""

    def update(self, *args: Any, **kwargs: Any) -> None:
        """The table is the index."""

    def remove(self, *args: Any, **kwargs: Any) -> None:
        """The table is the index."""

    def clear(self, *args: Any, **kwargs: Any) -> None:
        """The table is the index."""

    def search(self, query_string: str, **kwargs: Any) -> dict[str, Any]:
        condition = Q()
        for field, value in json.loads(query_string):
            if field == "category__in":
                condition &= Q(categories__in=value)
            elif field == "content":
                for word in str(value).split():
                    condition &= Q(title__icontains=word)
        matches = (
            apps.get_model("catalogue", "Product")
            .objects.filter(condition)
            .distinct()
            .order_by("pk")
        )
        page = matches[kwargs.get("start_offset") or 0 : kwargs.get("end_offset")]
        results = [SearchResult("catalogue", "product", good.pk, 0) for good in page]
        for result, good in zip(results, page, strict=True):
            result._object = good
        return {"results": results, "hits": matches.count(), "facets": {}}


class ShelfQuery(BaseSearchQuery):
    """Keeps each filter as (field, value) for the backend."""

    def build_query(self) -> str:
        return json.dumps(list(self._filters(self.query_filter)), default=str)

    def _filters(self, node: SearchNode) -> Any:
        for child in node.children:
            if isinstance(child, SearchNode):
                yield from self._filters(child)
            else:
                field, value = child
                name = field if field.endswith("__in") else field.removesuffix("__content")
                yield (
                    name,
                    value
                    if isinstance(value, list)
                    else str(getattr(value, "query_string", value)),
                )


class ShelfEngine(BaseEngine):
    """The engine named in the shop's settings."""

    backend = ShelfBackend
    query = ShelfQuery
