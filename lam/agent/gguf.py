"""GGUF files without a framework: the base model and the adapter are read, merged and written with numpy alone.

The base comes as Q4_1, whose kernels read a prompt about half as fast as Q8_0's on a processor. So the file that is served is made once:
base plus adapter, as Q8_0. (Back to Q4_1 it must never go: the base lies on that very grid, and the small change would snap back to it.)
"""

from __future__ import annotations

import mmap
import struct
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any, BinaryIO

import numpy as np
from numpy.typing import NDArray

from lam.errors import UserError

Array = NDArray[np.float32]

F32, F16, Q4_1, Q8_0 = 0, 1, 3, 8
"""Tensor types of ggml, as GGUF numbers them."""
BLOCK = 32
"""Values that share one scale in Q4_1 and Q8_0."""
ALIGNMENT = 32
_SCALARS = {0: "B", 1: "b", 2: "H", 3: "h", 4: "I", 5: "i", 6: "f", 7: "?", 10: "Q", 11: "q", 12: "d"}
_STRING, _ARRAY = 8, 9


@dataclass(frozen=True)
class Tensor:
    """Where a tensor lies in its file."""

    name: str
    shape: tuple[int, ...]
    """Rows first, as numpy has it (the file has it the other way round)."""
    type: int
    offset: int


class Gguf:
    """An open GGUF file: `fields` and `tensors` by name, `array(name)` for the values.

    Raises: UserError when the file is missing or is no GGUF file.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        try:
            with path.open("rb") as file:
                self._data = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
        except (OSError, ValueError) as error:
            raise UserError(f"cannot read the model file {path}: {error}") from None
        if self._data[:4] != b"GGUF":
            raise UserError(f"{path} is not a GGUF file")
        self.fields: dict[str, Any] = {}
        self.tensors: dict[str, Tensor] = {}
        try:
            self._parse()
        except (struct.error, KeyError) as error:
            raise UserError(f"{path} is damaged: {error}") from None

    def _parse(self) -> None:
        tensors, fields = struct.unpack_from("<QQ", self._data, 8)
        self._at = 24
        for _ in range(fields):
            name = self._string()
            self.fields[name] = self._value(self._number("I"))
        self.field_bytes: bytes = self._data[24 : self._at]
        self.field_count: int = fields
        for _ in range(tensors):
            name = self._string()
            shape = tuple(self._number("Q") for _ in range(self._number("I")))[::-1]
            self.tensors[name] = Tensor(name, shape, self._number("I"), self._number("Q"))
        self._start = -(-self._at // ALIGNMENT) * ALIGNMENT

    def array(self, name: str) -> Array:
        """A tensor's values in single precision."""
        tensor = self.tensors[name]
        count = int(np.prod(tensor.shape))
        start = self._start + tensor.offset
        match tensor.type:
            case 0:
                return np.frombuffer(self._data, np.float32, count, start).reshape(tensor.shape)
            case 1:
                return np.frombuffer(self._data, np.float16, count, start).astype(np.float32).reshape(tensor.shape)
            case 3:
                blocks = np.frombuffer(self._data, np.dtype([("d", "<f2"), ("m", "<f2"), ("q", "u1", BLOCK // 2)]), count // BLOCK, start)
                low_high = np.concatenate([blocks["q"] & 15, blocks["q"] >> 4], axis=1).astype(np.float32)
                return (low_high * blocks["d"].astype(np.float32)[:, None] + blocks["m"].astype(np.float32)[:, None]).reshape(tensor.shape)
            case 8:
                packed = np.frombuffer(self._data, _Q8_0, count // BLOCK, start)
                return (packed["q"].astype(np.float32) * packed["d"].astype(np.float32)[:, None]).reshape(tensor.shape)
        raise UserError(f"{self.path}: tensor {name} has type {tensor.type}, which is not read here (F32, F16, Q4_1, Q8_0 are)")

    @cached_property
    def lora_scale(self) -> float:
        """alpha / rank of an adapter file."""
        rank = next(t.shape[0] for t in self.tensors.values() if t.name.endswith(".lora_a"))
        return float(self.fields["adapter.lora.alpha"]) / rank

    def _number(self, code: str) -> Any:
        (value,) = struct.unpack_from("<" + code, self._data, self._at)
        self._at += struct.calcsize(code)
        return value

    def _string(self) -> str:
        size = self._number("Q")
        self._at += size
        return self._data[self._at - size : self._at].decode("utf-8", "replace")

    def _value(self, kind: int) -> Any:
        if kind == _STRING:
            return self._string()
        if kind != _ARRAY:
            return self._number(_SCALARS[kind])
        inner, size = self._number("I"), self._number("Q")
        if inner in (_STRING, _ARRAY):
            return [self._value(inner) for _ in range(size)]
        values = struct.unpack_from(f"<{size}{_SCALARS[inner]}", self._data, self._at)
        self._at += struct.calcsize(f"<{size}{_SCALARS[inner]}")
        return list(values)


_Q8_0 = np.dtype([("d", "<f2"), ("q", "i1", BLOCK)])


def q8_0(values: Array) -> bytes:
    """Values as Q8_0 blocks: 32 signed bytes and one half-precision scale each."""
    blocks = np.ascontiguousarray(values, np.float32).reshape(-1, BLOCK)
    scale = np.abs(blocks).max(axis=1) / 127.0
    inverse = np.divide(1.0, scale, out=np.zeros_like(scale), where=scale > 0)
    packed = np.empty(len(blocks), _Q8_0)
    packed["d"] = scale.astype(np.float16)
    packed["q"] = np.rint(blocks * inverse[:, None]).astype(np.int8)
    return packed.tobytes()


def encode(values: Array, type: int) -> bytes:
    """A tensor's bytes in one of the types that are written here."""
    if type == Q8_0:
        return q8_0(values)
    return np.ascontiguousarray(values, {F32: np.float32, F16: np.float16}[type]).tobytes()


def fields(values: Mapping[str, str | float | int]) -> tuple[bytes, int]:
    """Header fields as bytes, and how many."""
    out = bytearray()
    for name, value in values.items():
        out += _text(name)
        match value:
            case str():
                out += struct.pack("<I", _STRING) + _text(value)
            case float():
                out += struct.pack("<If", 6, value)
            case int():
                out += struct.pack("<II", 4, value)
    return bytes(out), len(values)


def write(file: BinaryIO, header: tuple[bytes, int], tensors: Mapping[str, tuple[tuple[int, ...], int]], data: Iterable[bytes]) -> None:
    """A GGUF file: header fields, the tensors' shapes and types, and their bytes in the same order."""
    file.write(b"GGUF" + struct.pack("<IQQ", 3, len(tensors), header[1]) + header[0])
    offset = 0
    for name, (shape, type) in tensors.items():
        file.write(_text(name) + struct.pack("<I", len(shape)) + struct.pack(f"<{len(shape)}Q", *shape[::-1]) + struct.pack("<IQ", type, offset))
        count = int(np.prod(shape))
        size = {F32: 4 * count, F16: 2 * count, Q8_0: count // BLOCK * _Q8_0.itemsize}[type]
        offset += -(-size // ALIGNMENT) * ALIGNMENT
    file.write(b"\0" * (-file.tell() % ALIGNMENT))
    for content in data:
        file.write(content)
        file.write(b"\0" * (-len(content) % ALIGNMENT))


def merge(base: Path, adapter: Path | None, file: BinaryIO) -> None:
    """Write base plus adapter as one Q8_0 model: W + (alpha / rank) B A for every adapted matrix."""
    model, lora = Gguf(base), Gguf(adapter) if adapter else None
    plan = {t.name: (t.shape, Q8_0 if len(t.shape) == 2 else F32) for t in model.tensors.values()}

    def contents() -> Iterable[bytes]:
        for name, (_, type) in plan.items():
            values = model.array(name)
            if lora and f"{name}.lora_a" in lora.tensors:
                values = values + lora.lora_scale * (lora.array(f"{name}.lora_b") @ lora.array(f"{name}.lora_a"))
            yield encode(values, type)

    write(file, (model.field_bytes, model.field_count), plan, contents())


def _text(value: str) -> bytes:
    raw = value.encode()
    return struct.pack("<Q", len(raw)) + raw
