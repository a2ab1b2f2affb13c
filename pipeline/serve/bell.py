"""Bell: what the builder tells the pages: come anew, or look at these problems."""

from __future__ import annotations

import threading


class Bell:
    """The last news and its number; one thread rings, pages listen in another."""

    def __init__(self) -> None:
        """Begin without news."""
        self._lock = threading.Lock()
        self._news = (0, "")

    def ring(self, trouble: str = "") -> None:
        """Tell all pages: without trouble they load anew, with it they show the text above themselves."""
        with self._lock:
            self._news = (self._news[0] + 1, trouble)

    @property
    def news(self) -> tuple[int, str]:
        """The number of the last news, and its trouble or the empty string."""
        with self._lock:
            return self._news
