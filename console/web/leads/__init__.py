"""One lead as an officer decides on it: grounds, elements, pictures, prices, verdicts (线索详情)."""
