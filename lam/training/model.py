"""The small Llama that is trained: frozen weights from the GGUF file that is served, and low-rank adapters on every linear layer.

Written out rather than imported, because what is trained must be what is served: the weights are the dequantised ones of the base file.
Shapes: B sequences, T tokens, D width, H heads, K key-value heads, E width of a head, R rank.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, cast

import numpy as np
import torch
from torch import Tensor, nn
from torch.nn import functional as F

from lam.agent.gguf import F16, Array, Gguf, encode, fields, write
from lam.errors import UserError

PARTS = {"qkv": ("attn_q", "attn_k", "attn_v"), "out": ("attn_output",), "up": ("ffn_gate", "ffn_up"), "down": ("ffn_down",)}
"""Linear layers that read the same input are one product; the file has them apart."""


@dataclass(frozen=True)
class Shape:
    """Sizes of a Llama, read from its file."""

    layers: int
    width: int
    heads: int
    kv_heads: int
    rope_base: float
    epsilon: float

    @staticmethod
    def of(model: Gguf) -> Shape:
        def read(key: str) -> float:
            return cast(float, model.fields[f"llama.{key}"])

        return Shape(
            int(read("block_count")),
            int(read("embedding_length")),
            int(read("attention.head_count")),
            int(read("attention.head_count_kv")),
            read("rope.freq_base"),
            read("attention.layer_norm_rms_epsilon"),
        )


class _Adapted(torch.autograd.Function):
    """x Eᵀ for the effective weight E = W + s B A, whose gradients go to A and B without ever forming that of E."""

    @staticmethod
    def forward(ctx: Any, x: Tensor, effective: Tensor, a: Tensor, b: Tensor, scale: float) -> Tensor:
        ctx.save_for_backward(x, effective, a, b)
        ctx.scale = scale
        return F.linear(x, effective)

    @staticmethod
    def backward(ctx: Any, *gradients: Tensor) -> tuple[Tensor, None, Tensor, Tensor, None]:
        (gradient,) = gradients
        x, effective, a, b = ctx.saved_tensors
        flat_x, flat = x.reshape(-1, x.shape[-1]), gradient.reshape(-1, gradient.shape[-1])
        for_b = flat.T @ (flat_x @ a.T) * ctx.scale
        for_a = (flat @ b).T @ flat_x * ctx.scale
        return gradient @ effective, None, for_a, for_b, None


class AdaptedLinear(nn.Module):
    """One or more frozen matrices over the same input, each with its own low-rank adapter: x (W + (alpha / rank) B A)ᵀ."""

    weight: Tensor
    effective: Tensor

    def __init__(self, weights: list[Tensor], rank: int, scale: float) -> None:
        super().__init__()
        self.register_buffer("weight", torch.cat(weights), persistent=False)
        self.register_buffer("effective", self.weight.clone(), persistent=False)
        self.scale = scale
        width = weights[0].shape[1]
        self.a = nn.ParameterList([nn.Parameter(torch.empty(rank, width).uniform_(-1, 1) / math.sqrt(width)) for _ in weights])
        self.b = nn.ParameterList([nn.Parameter(torch.zeros(w.shape[0], rank)) for w in weights])

    def forward(self, x: Tensor) -> Tensor:
        result: Tensor = _Adapted.apply(x, self.effective, torch.cat(list(self.a)), _diagonal(self.b), self.scale)  # type: ignore[no-untyped-call]
        return result

    @torch.no_grad()
    def refresh(self) -> None:
        """Take the adapters' present values into the effective weight."""
        torch.addmm(self.weight, _diagonal(self.b), torch.cat(list(self.a)), alpha=self.scale, out=self.effective)


class Block(nn.Module):
    """Attention and feed-forward of one layer."""

    attention_norm: Tensor
    feed_norm: Tensor

    def __init__(self, model: Gguf, layer: int, shape: Shape, rank: int, scale: float) -> None:
        super().__init__()
        self.shape = shape

        def weights(part: str) -> list[Tensor]:
            return [torch.from_numpy(_rows_as_trained(model.array(f"blk.{layer}.{n}.weight"), n, shape)) for n in PARTS[part]]

        self.qkv, self.out = AdaptedLinear(weights("qkv"), rank, scale), AdaptedLinear(weights("out"), rank, scale)
        self.up, self.down = AdaptedLinear(weights("up"), rank, scale), AdaptedLinear(weights("down"), rank, scale)
        for name in ("attention_norm", "feed_norm"):
            values = model.array(f"blk.{layer}.{'attn' if name == 'attention_norm' else 'ffn'}_norm.weight")
            self.register_buffer(name, torch.from_numpy(values.copy()), persistent=False)

    def forward(self, x_BTD: Tensor, turn: tuple[Tensor, Tensor], mask_TT: Tensor) -> Tensor:
        s, (batch, time, width) = self.shape, x_BTD.shape
        qkv = self.qkv(F.rms_norm(x_BTD, (width,), self.attention_norm, s.epsilon)).view(batch, time, s.heads + 2 * s.kv_heads, -1).transpose(1, 2)
        q, k, v = qkv.split([s.heads, s.kv_heads, s.kv_heads], dim=1)
        q, k = _rotate(q, *turn), _rotate(k, *turn)
        k, v = (t.repeat_interleave(s.heads // s.kv_heads, dim=1) for t in (k, v))
        mixed = F.scaled_dot_product_attention(q, k, v, mask_TT)
        x_BTD = x_BTD + self.out(mixed.transpose(1, 2).reshape(batch, time, width))
        gate, up = self.up(F.rms_norm(x_BTD, (width,), self.feed_norm, s.epsilon)).chunk(2, dim=-1)
        return x_BTD + cast(Tensor, self.down(F.silu(gate) * up))


class Model(nn.Module):
    """The base of `path` with adapters of a rank; only the adapters have gradients, in single precision."""

    embedding: Tensor
    norm: Tensor

    def __init__(self, path: Path, rank: int, alpha: float) -> None:
        super().__init__()
        file = Gguf(path)
        self.shape, self.rank, self.alpha = Shape.of(file), rank, alpha
        self.register_buffer("embedding", torch.from_numpy(file.array("token_embd.weight").copy()), persistent=False)
        self.register_buffer("norm", torch.from_numpy(file.array("output_norm.weight").copy()), persistent=False)
        self.blocks = nn.ModuleList(Block(file, i, self.shape, rank, alpha / rank) for i in range(self.shape.layers))

    def refresh(self) -> None:
        """Take the adapters' present values into the weights; due after every change of them."""
        for block in self.blocks:
            for part in PARTS:
                getattr(block, part).refresh()

    def forward(self, ids_T: Tensor, positions_T: Tensor, sees_TT: Tensor, wanted_T: Tensor) -> Tensor:
        """Logits of the next token where `wanted_T` is true. `sees_TT[i, j]`: whether token i may look at token j."""
        head = self.shape.width // self.shape.heads
        speeds_E = self.shape.rope_base ** (-torch.arange(0, head, 2, device=ids_T.device).float() / head)
        angle_TE = torch.outer(positions_T.float(), speeds_E).repeat(1, 2)
        turn = angle_TE.cos(), angle_TE.sin()
        x_BTD = F.embedding(ids_T, self.embedding)[None]
        mask_TT = torch.zeros(sees_TT.shape, device=ids_T.device).masked_fill(~sees_TT, -math.inf)
        for block in self.blocks:
            x_BTD = block(x_BTD, turn, mask_TT)
        x_ND = F.rms_norm(x_BTD[0, wanted_T], (self.shape.width,), self.norm, self.shape.epsilon)
        return F.linear(x_ND, self.embedding)


def export(model: Model, path: Path) -> None:
    """The adapters as a GGUF file that llama.cpp loads on the base, in half precision."""
    arrays: dict[str, Array] = {}
    for index, block in enumerate(model.blocks):
        for part, names in PARTS.items():
            layer = cast(AdaptedLinear, getattr(block, part))
            for name, a, b in zip(names, layer.a, layer.b, strict=True):
                arrays[f"blk.{index}.{name}.weight.lora_a"] = a.detach().cpu().numpy()
                arrays[f"blk.{index}.{name}.weight.lora_b"] = _rows_as_filed(b.detach().cpu().numpy(), name, model.shape)
    header = fields({"general.architecture": "llama", "general.type": "adapter", "adapter.type": "lora", "adapter.lora.alpha": float(model.alpha)})
    with path.open("wb") as file:
        write(file, header, {n: (a.shape, F16) for n, a in arrays.items()}, (encode(a, F16) for a in arrays.values()))


def load(model: Model, path: Path) -> None:
    """Take over the adapters of a file that `export` wrote.

    Raises: UserError when they have another rank or are of another model.
    """
    file = Gguf(path)
    try:
        for index, block in enumerate(model.blocks):
            for part, names in PARTS.items():
                layer = cast(AdaptedLinear, getattr(block, part))
                for name, a, b in zip(names, layer.a, layer.b, strict=True):
                    stem = f"blk.{index}.{name}.weight"
                    a.data.copy_(torch.from_numpy(_same(file.array(f"{stem}.lora_a"), a.shape)))
                    b.data.copy_(torch.from_numpy(_rows_as_trained(_same(file.array(f"{stem}.lora_b"), b.shape), name, model.shape)))
    except (KeyError, ValueError):
        raise UserError(f"{path} is no adapter of rank {model.rank} for this model") from None
    model.refresh()


def _same(values: Array, shape: Sequence[int]) -> Array:
    if values.shape != tuple(shape):
        raise ValueError(values.shape)
    return values


def _diagonal(parts: nn.ParameterList) -> Tensor:
    return cast(Tensor, torch.block_diag(*parts))  # type: ignore[no-untyped-call]


def _rotate(x: Tensor, cos_TE: Tensor, sin_TE: Tensor) -> Tensor:
    low, high = x.chunk(2, dim=-1)
    return x * cos_TE + torch.cat([-high, low], dim=-1) * sin_TE


def _heads(name: str, shape: Shape) -> int:
    return {"attn_q": shape.heads, "attn_k": shape.kv_heads}.get(name, 0)


def _rows_as_trained(rows: Array, name: str, shape: Shape) -> Array:
    """The file interleaves the two halves that rotary embedding turns; training keeps them one after the other."""
    heads = _heads(name, shape)
    if not heads:
        return rows.copy()
    return np.ascontiguousarray(rows.reshape(heads, -1, 2, rows.shape[-1]).swapaxes(1, 2).reshape(rows.shape))


def _rows_as_filed(rows: Array, name: str, shape: Shape) -> Array:
    heads = _heads(name, shape)
    if not heads:
        return rows
    return np.ascontiguousarray(rows.reshape(heads, 2, -1, rows.shape[-1]).swapaxes(1, 2).reshape(rows.shape))
