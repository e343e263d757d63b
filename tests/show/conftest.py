"""A show, for what it remembers."""

from tests.published import show  # noqa: F401 - a fixture
