"""Files written for one test, loaded as a user's: the fixtures of the loaders' tests."""

from tests.loaders.conftest import loads, write

__all__ = ["loads", "write"]
