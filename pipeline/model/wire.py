"""Wire: the nouns as plain JSON values and back, for readers that run in another process.

The other end has read hostile bytes: what it sends is checked field by field against the types of
the nouns. Bytes travel beside the JSON, named by their number.
"""

from __future__ import annotations

import dataclasses
import enum
import functools
import json
import struct
import types
import typing
from collections.abc import Callable, Sequence
from typing import Any, BinaryIO, TypeVar, cast

T = TypeVar("T")
_HEAD = struct.Struct(">II")
"""Of a frame: bytes of JSON, bytes beside it."""
MOST_BYTES = 400_000_000
"""A longer frame is none."""


def plain(value: Any, blobs: list[bytes]) -> Any:
    """Return a noun as JSON can hold it; bytes are put into `blobs` and named by their number."""
    if isinstance(value, enum.Enum):
        return value.value
    if isinstance(value, bytes):
        blobs.append(value)
        return len(blobs) - 1
    if dataclasses.is_dataclass(value):
        names = _fields(cast("Any", type(value)))
        return {name: plain(getattr(value, name), blobs) for name in names}
    if isinstance(value, tuple | list):
        return [plain(one, blobs) for one in value]
    if isinstance(value, dict):
        return {key: plain(one, blobs) for key, one in value.items()}
    return value


def noun(kind: type[T], value: Any, blobs: Sequence[bytes]) -> T:
    """Return the noun of a type that `plain` made a value of.

    Raises:
        TypeError, ValueError, KeyError, IndexError: the value is no such noun.
    """
    read: Callable[[Any, Sequence[bytes]], T] = _reader(cast("Any", kind))
    return read(value, blobs)


def send(pipe: BinaryIO, value: Any, blobs: Sequence[bytes]) -> None:
    """Write one frame: JSON, which names the lengths of the blobs first, then the blobs."""
    text = json.dumps([[len(blob) for blob in blobs], value]).encode()
    pipe.write(_HEAD.pack(len(text), sum(map(len, blobs))))
    pipe.write(text)
    pipe.writelines(blobs)
    pipe.flush()


def receive(pipe: BinaryIO) -> tuple[Any, list[bytes]] | None:
    """Read one frame; None at the end of the pipe, also in the middle of a frame.

    Raises:
        ValueError, TypeError: the other end does not keep to the form.
    """
    head = pipe.read(_HEAD.size)
    if len(head) < _HEAD.size:
        return None
    long, beside = _HEAD.unpack(head)
    if long + beside > MOST_BYTES:
        raise ValueError(long + beside)
    text, rest = pipe.read(long), memoryview(pipe.read(beside))
    if len(text) < long or len(rest) < beside:
        return None
    lengths, value = json.loads(text)
    blobs, start = [], 0
    for length in lengths:
        blobs.append(bytes(rest[start : start + length]))
        start += length
    return value, blobs


@functools.cache
def _fields(kind: Any) -> tuple[str, ...]:
    return tuple(field.name for field in dataclasses.fields(kind))


@functools.cache
def _reader(kind: Any) -> Callable[[Any, Sequence[bytes]], Any]:
    """Return what reads values of a type: plain, enum, tuple, list, dictionary, dataclass, `X | None`."""
    origin, arguments = typing.get_origin(kind), typing.get_args(kind)
    if origin is tuple:
        return _many(_reader(arguments[0]), tuple)
    if origin is list:
        return _many(_reader(arguments[0]), list)
    if origin is dict:
        return _table(_reader(arguments[1]))
    if origin in {typing.Union, types.UnionType}:
        return _or_none(_reader(next(one for one in arguments if one is not type(None))))
    if kind is bytes:
        return lambda value, blobs: blobs[_exactly(int, value)]
    if isinstance(kind, type) and issubclass(kind, enum.Enum):
        return lambda value, _blobs: kind(value)
    if dataclasses.is_dataclass(kind):
        return _whole(cast("Any", kind))
    return lambda value, _blobs: _exactly(kind, value)


def _whole(kind: Any) -> Callable[[Any, Sequence[bytes]], Any]:
    hints = typing.get_type_hints(kind)
    parts = {name: _reader(hints[name]) for name in _fields(kind)}
    return lambda value, blobs: kind(**{name: read(value[name], blobs) for name, read in parts.items()})


def _many(read: Callable[[Any, Sequence[bytes]], Any], kind: type) -> Callable[[Any, Sequence[bytes]], Any]:
    return lambda value, blobs: kind(read(one, blobs) for one in _exactly(list, value))


def _table(read: Callable[[Any, Sequence[bytes]], Any]) -> Callable[[Any, Sequence[bytes]], Any]:
    return lambda value, blobs: {
        _exactly(str, key): read(one, blobs) for key, one in _exactly(dict, value).items()
    }


def _or_none(read: Callable[[Any, Sequence[bytes]], Any]) -> Callable[[Any, Sequence[bytes]], Any]:
    return lambda value, blobs: None if value is None else read(value, blobs)


def _exactly(kind: type, value: Any) -> Any:
    if type(value) is not kind:
        raise TypeError(f"{kind.__name__} expected, {type(value).__name__} got")
    return value
