"""GGUF files: what is written is read back, and merging is base plus adapter."""

from pathlib import Path

import numpy as np
import pytest

from lam.agent.gguf import F16, F32, Q8_0, Array, Gguf, encode, fields, merge, write
from lam.errors import UserError


def file(path: Path, header: dict[str, str | float | int], tensors: dict[str, tuple[Array, int]]) -> Path:
    """A GGUF file with these fields and tensors."""
    with path.open("wb") as out:
        plan = {name: (values.shape, type) for name, (values, type) in tensors.items()}
        write(out, fields(header), plan, (encode(values, type) for values, type in tensors.values()))
    return path


def random(*shape: int, seed: int = 0) -> Array:
    return np.random.default_rng(seed).normal(size=shape).astype(np.float32)


def test_fields_and_tensors_come_back(tmp_path: Path) -> None:
    full, half, packed = random(3, 32), random(5, 64, seed=1), random(4, 96, seed=2)
    path = file(
        tmp_path / "a.gguf", {"name": "Größe", "scale": 0.5, "count": 7}, {"full": (full, F32), "half": (half, F16), "packed": (packed, Q8_0)}
    )
    read = Gguf(path)
    assert read.fields == {"name": "Größe", "scale": 0.5, "count": 7}
    assert np.array_equal(read.array("full"), full)
    assert np.allclose(read.array("half"), half, atol=2e-3)
    assert np.abs(read.array("packed") - packed).max() <= np.abs(packed).max() / 127


def test_zeros_stay_zeros_when_packed(tmp_path: Path) -> None:
    path = file(tmp_path / "z.gguf", {}, {"zero": (np.zeros((2, 32), np.float32), Q8_0)})
    assert not Gguf(path).array("zero").any()


def test_q4_1_is_read_as_scale_and_offset(tmp_path: Path) -> None:
    path = file(tmp_path / "q.gguf", {}, {"w": (np.zeros((1, 32), np.float32), F16)})
    raw = bytearray(path.read_bytes())
    block = np.float16(0.5).tobytes() + np.float16(-2).tobytes() + bytes(low | (15 - low) << 4 for low in range(16))
    raw[-64:] = block + bytes(64 - len(block))
    type_at = raw.index(b"w") + 1 + 4 + 16
    raw[type_at : type_at + 4] = (3).to_bytes(4, "little")
    path.write_bytes(raw)
    expected = [low * 0.5 - 2 for low in range(16)] + [(15 - low) * 0.5 - 2 for low in range(16)]
    assert Gguf(path).array("w").tolist() == [expected]


def test_merging_adds_the_scaled_product_and_nothing_else(tmp_path: Path) -> None:
    w, other, norm, a, b = random(64, 32), random(32, 64, seed=1), random(32, seed=2), random(4, 32, seed=3), random(64, 4, seed=4)
    base = file(tmp_path / "base.gguf", {"general.architecture": "llama"}, {"blk.0.w": (w, F32), "blk.0.other": (other, F32), "norm": (norm, F32)})
    adapter = file(tmp_path / "lora.gguf", {"adapter.lora.alpha": 8.0}, {"blk.0.w.lora_a": (a, F16), "blk.0.w.lora_b": (b, F16)})
    with (tmp_path / "merged.gguf").open("wb") as out:
        merge(base, adapter, out)
    merged = Gguf(tmp_path / "merged.gguf")
    assert merged.fields == {"general.architecture": "llama"}
    expected = w + 8 / 4 * b @ a
    assert np.abs(merged.array("blk.0.w") - expected).max() < np.abs(expected).max() / 100
    assert np.abs(merged.array("blk.0.other") - other).max() <= np.abs(other).max() / 127
    assert np.array_equal(merged.array("norm"), norm)


@pytest.mark.parametrize("content", [b"", b"not a model at all", b"GGUF" + bytes(8), b"GGUF\3\0\0\0" + bytes([9] * 40)])
def test_what_is_no_gguf_file_is_refused_in_words(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "x.gguf"
    path.write_bytes(content)
    with pytest.raises(UserError, match=r"x\.gguf"):
        Gguf(path)


def test_missing_file_is_refused_in_words(tmp_path: Path) -> None:
    with pytest.raises(UserError, match="cannot read the model file"):
        Gguf(tmp_path / "missing.gguf")
