"""Files dropped without a browser, deleted after the test."""

import io
from collections.abc import Callable, Iterator

import pytest

from pages._ui import loading
from pages._ui.loading import Spool


@pytest.fixture
def drop() -> Iterator[Callable[[bytes], Spool]]:
    """Drop the bytes of mine.csv, as often as it is called."""
    made = []

    def write(content: bytes) -> Spool:
        file = io.BytesIO(content)
        file.name = "mine.csv"
        made.append(loading.spool([file]))
        return made[-1]

    yield write
    for each in made:
        each.drop()
