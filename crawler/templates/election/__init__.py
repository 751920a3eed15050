"""The election of a field's place (字段表决): candidates that the samples name, and how they vote."""
