"""Options of a crawl that a stored task takes, each by its name."""

from __future__ import annotations

from dataclasses import fields
from pathlib import Path

from console.options.crawl_options import CrawlOptions
from storage.records.task_options import TaskOptions

OF_AN_API = {"apis", "disguises"}
"""Options of a task that asks open APIs; `hubiao task api` takes them."""


def test_a_task_stores_every_option_that_a_crawl_takes() -> None:
    stored = {field.name for field in fields(TaskOptions)}
    assert stored == OF_AN_API | {field.name for field in fields(CrawlOptions)}


def test_only_the_options_that_were_chosen_are_stored_a_file_by_its_name() -> None:
    options = CrawlOptions(search=["面粉"], platform=Path("shop.yml"), delay=0.0)
    assert options.chosen() == TaskOptions(search=("面粉",), platform="shop.yml", delay=0.0)
