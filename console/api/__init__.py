"""The API for programs: /api/v1, tokens with a scope, an OpenAPI document made from the routes."""
