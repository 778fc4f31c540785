"""Make the encoder of `tools/choosing`: python bench/train_encoder.py [--out FILE] [--hold-out]

all-MiniLM-L6-v2, of the offline embedder's package, which has to be installed, learns from the invented tools and
requests beside this file (`invented`, CC0 1.0) which tool serves a request: softmax over 64 tools, in groups of four
that are alike. Word vectors stay as they are. The layers kept are a quarter what they were and three quarters what
they became, which unlearns less of everything else. Then all of it is made small: 4 bits for a number of a word's
vector, 8 for one of a layer. PyTorch has to be installed; nothing else needs it. Takes ten minutes of one core.

With `--hold-out` every seventh tool is not learnt from, and tells how far this reaches.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterator, Mapping, Sequence
from importlib.util import find_spec
from pathlib import Path

import numpy as np
import torch
from torch import Tensor, nn
from torch.nn import functional

from train_needs import HELD_OUT, invented
from wainao.features.models.offline import PACKAGE
from wainao.features.tools.choosing.encoder import PATH
from wainao.features.tools.choosing.index import sought, tool_text
from wainao.text import is_cjk
from wainao.text.pieces import WordPieces

LAYERS, HEADS, DIMENSION = 6, 12, 384
MOST_TOKENS = 96
STEPS, WARMING_UP, RATE, DECAY, DROPPED = 200, 25, 2e-5, 0.01, 0.1
TOOLS, ALIKE, REQUESTS = 64, 4, 2
"""Tools in a step, how many of them in a group of like ones, and requests for each."""
SHARPNESS = 20.0
BARE = 0.3
"""Share of the steps whose requests stand alone, without the words that say a tool is sought."""
LEARNT = 0.75
"""Share of what was learnt in what is kept."""
LEVELS, GROUP = 16, 64
"""Of a number in a word's vector; numbers that share a scale."""
PLACES = 256

Ids = list[list[int]]
State = dict[str, Tensor]
_MARKS = ("[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]")
_PUNCTUATION = frozenset("\u2013\u2014\u2018\u2019\u201c\u201d\u2022\u2026\u00a3\u00a5\u20ac\u00b0\u00b7\u00d7")


class Layer(nn.Module):
    def __init__(self) -> None:
        super().__init__()
        self.query, self.key, self.value, self.mixed = (nn.Linear(DIMENSION, DIMENSION) for _ in range(4))
        self.wide, self.narrow = nn.Linear(DIMENSION, 4 * DIMENSION), nn.Linear(4 * DIMENSION, DIMENSION)
        self.first, self.second = (nn.LayerNorm(DIMENSION, 1e-12) for _ in range(2))

    def forward(self, states: Tensor, there: Tensor, dropped: float) -> Tensor:
        def heads(dense: nn.Linear) -> Tensor:
            return dense(states).view(*states.shape[:2], HEADS, -1).transpose(1, 2)

        seen = functional.scaled_dot_product_attention(
            heads(self.query), heads(self.key), heads(self.value), attn_mask=there[:, None, None, :]
        )
        mixed = self.mixed(seen.transpose(1, 2).reshape(states.shape))
        states = self.first(states + functional.dropout(mixed, dropped))
        thought = self.narrow(functional.gelu(self.wide(states)))
        return self.second(states + functional.dropout(thought, dropped))


class Encoder(nn.Module):
    def __init__(self, tensors: Mapping[str, Tensor]) -> None:
        super().__init__()
        self.words = nn.Embedding(*tensors["embeddings.word_embeddings.weight"].shape)
        self.places = nn.Embedding(PLACES, DIMENSION)
        self.norm = nn.LayerNorm(DIMENSION, 1e-12)
        self.layers = nn.ModuleList(Layer() for _ in range(LAYERS))
        self.load_state_dict({ours: tensors[theirs] for ours, theirs in named(self.state_dict())})
        for part in (self.words, self.places, self.norm):
            part.requires_grad_(False)

    def forward(self, ids: Ids, dropped: float = 0.0) -> Tensor:
        tokens, there = padded(ids)
        states = self.norm(self.words(tokens) + self.places.weight[: tokens.shape[1]])
        states = functional.dropout(states, dropped)
        for layer in self.layers:
            states = layer(states, there, dropped)
        share = there[:, :, None].float()
        return functional.normalize((states.float() * share).sum(1) / share.sum(1), dim=1)

    @torch.no_grad()
    def vectors(self, ids: Ids) -> Tensor:
        self.eval()
        order = sorted(range(len(ids)), key=lambda at: len(ids[at]))
        rows = torch.zeros(len(ids), DIMENSION)
        for start in range(0, len(order), 128):
            some = order[start : start + 128]
            rows[some] = self([ids[at] for at in some])
        return rows


_OURS = {
    "query": "attention.self.query",
    "key": "attention.self.key",
    "value": "attention.self.value",
    "mixed": "attention.output.dense",
    "first": "attention.output.LayerNorm",
    "wide": "intermediate.dense",
    "narrow": "output.dense",
    "second": "output.LayerNorm",
}


def named(state: Mapping[str, Tensor]) -> Iterator[tuple[str, str]]:
    """Our names of the tensors, and those in the file."""
    whole = {"words": "word_embeddings", "places": "position_embeddings", "norm": "LayerNorm"}
    for name in state:
        first, *rest = name.split(".")
        if first == "layers":
            number, part, kind = rest
            yield name, f"encoder.layer.{number}.{_OURS[part]}.{kind}"
        else:
            yield name, f"embeddings.{whole[first]}.{rest[0]}"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--out", type=Path, default=PATH)
    parser.add_argument("--hold-out", action="store_true")
    given = parser.parse_args()
    torch.manual_seed(0)
    vocabulary, tensors = original()
    codes, scales, levels = packed(tensors["embeddings.word_embeddings.weight"])
    tensors["embeddings.word_embeddings.weight"] = unpacked(codes, scales, levels)
    encoder = Encoder(tensors)
    before = {name: tensor.clone() for name, tensor in encoder.state_dict().items()}
    learn(encoder, WordPieces(vocabulary), held_out=given.hold_out)
    after = encoder.state_dict()
    kept = {theirs: (1 - LEARNT) * before[ours] + LEARNT * after[ours] for ours, theirs in named(before)}
    del kept["embeddings.word_embeddings.weight"]
    words = {"codes": nibbles(codes), "scales": scales.half().numpy(), "levels": levels.numpy()}
    write(given.out, vocabulary, {**{f"words.{name}": rows for name, rows in words.items()}, **small(kept)})


def original() -> tuple[list[str], State]:
    """The package's vocabulary, of which English needs nine pieces in ten, and its tensors for these."""
    found = find_spec(PACKAGE)
    if found is None or not found.submodule_search_locations:
        raise SystemExit(f"The package {PACKAGE!r} is not installed. Install it: see docs/en/guide.md.")
    folder = Path(found.submodule_search_locations[0]) / "model"
    pieces = (folder / "vocab.txt").read_text("utf-8").split("\n")
    rows = [number for number, piece in enumerate(pieces) if wanted(piece)]
    tensors = safetensors(folder / "model.safetensors")
    tensors["embeddings.word_embeddings.weight"] = tensors["embeddings.word_embeddings.weight"][rows]
    kind = tensors["embeddings.token_type_embeddings.weight"][0]
    tensors["embeddings.position_embeddings.weight"] = tensors["embeddings.position_embeddings.weight"][:PLACES] + kind
    return [pieces[row] for row in rows], tensors


def wanted(piece: str) -> bool:
    if piece.startswith("["):
        return piece in (*_MARKS, "[")
    return bool(piece) and (piece.isascii() or piece in _PUNCTUATION)


def safetensors(path: Path) -> State:
    raw = path.read_bytes()
    start = 8 + int.from_bytes(raw[:8], "little")
    found = {}
    for name, about in json.loads(raw[8:start]).items():
        if about.get("dtype") == "F32":
            first, last = about["data_offsets"]
            numbers = np.frombuffer(raw[start + first : start + last], "<f4").reshape(about["shape"])
            found[name] = torch.tensor(numbers)
    return found


def learn(encoder: Encoder, pieces: WordPieces, *, held_out: bool) -> None:
    """In place."""
    found = [
        (tool_text(tool), [request for request in requests if not any(map(is_cjk, request))])
        for tool, requests in invented("*.txt")
        if not any(map(is_cjk, tool.description))
    ]
    ids = [pieces.ids(text, most=MOST_TOKENS) for text, _ in found]
    bare, asked = (
        [[pieces.ids(put(one), most=MOST_TOKENS) for one in requests] for _, requests in found] for put in (str, sought)
    )
    new = {row for row in range(len(found)) if held_out and row % HELD_OUT == 0}
    rows = encoder.vectors(ids)
    alike = (rows @ rows.T).argsort(dim=1, descending=True)[:, : 3 * ALIKE].tolist()
    chance = np.random.default_rng(0)
    trained = [one for one in encoder.parameters() if one.requires_grad]
    optimiser = torch.optim.AdamW(trained, lr=RATE, weight_decay=DECAY)
    for step in range(STEPS):
        for group in optimiser.param_groups:
            group["lr"] = RATE * min(1, (step + 1) / WARMING_UP) * (1 - step / STEPS)
        tools = drawn(alike, new, chance)
        said = bare if chance.random() < BARE else asked
        requests = [said[tool][at] for tool in tools for at in chance.permutation(len(said[tool]))[:REQUESTS]]
        right = torch.tensor([at for at, tool in enumerate(tools) for _ in said[tool][:REQUESTS]])
        encoder.train()
        with torch.autocast("cpu", torch.bfloat16):
            near = encoder(requests, DROPPED) @ encoder([ids[tool] for tool in tools], DROPPED).T
        loss = functional.cross_entropy(SHARPNESS * near.float(), right)
        optimiser.zero_grad()
        loss.backward()
        nn.utils.clip_grad_norm_(trained, 1.0)
        optimiser.step()
        if step % 50 == 49:
            told = f", held out: recall at 5 {recall(encoder, ids, asked, new):.1f}" if new else ""
            print(f"step {step + 1}: loss {loss.item():.3f}{told}", flush=True)


def drawn(alike: Sequence[Sequence[int]], new: set[int], chance: np.random.Generator) -> list[int]:
    """TOOLS different ones, in groups that are alike."""
    found: dict[int, None] = {}
    while len(found) < TOOLS:
        near = [tool for tool in alike[chance.integers(len(alike))] if tool not in new and tool not in found]
        found |= dict.fromkeys(near[:ALIKE])
    return list(found)[:TOOLS]


def recall(encoder: Encoder, tools: Ids, asked: Sequence[Ids], new: set[int], top: int = 5) -> float:
    """Of requests for tools that nothing was learnt from, among all tools, in percent."""
    known = encoder.vectors(tools)
    right = [tool for tool in sorted(new) for _ in asked[tool]]
    requests = encoder.vectors([ids for tool in sorted(new) for ids in asked[tool]])
    best = (requests @ known.T).topk(top, dim=1).indices
    return 100 * float((best == torch.tensor(right)[:, None]).any(1).float().mean())


def padded(ids: Ids) -> tuple[Tensor, Tensor]:
    longest = max(map(len, ids))
    tokens = torch.tensor([one + [0] * (longest - len(one)) for one in ids])
    return tokens, torch.tensor([[at < len(one) for at in range(longest)] for one in ids])


def packed(rows: Tensor) -> tuple[Tensor, Tensor, Tensor]:
    """Of each number the nearest of LEVELS, the scale of each GROUP, and the levels: where the numbers are dense."""
    grouped = rows.reshape(-1, GROUP)
    scales = grouped.pow(2).mean(1, keepdim=True).sqrt().half().float()
    even = (grouped / scales.clamp_min(1e-6)).clamp(-8, 8)
    some = even.flatten()[torch.randperm(even.numel())[:400_000]]
    levels = torch.linspace(-2.7, 2.7, LEVELS)
    for _ in range(50):  # Lloyd's algorithm
        nearest = torch.bucketize(some, (levels[1:] + levels[:-1]) / 2)
        levels = torch.stack([some[nearest == level].mean() for level in range(LEVELS)])
    codes = torch.bucketize(even, (levels[1:] + levels[:-1]) / 2)
    return codes.view(rows.shape), scales.view(len(rows), -1), levels


def unpacked(codes: Tensor, scales: Tensor, levels: Tensor) -> Tensor:
    return levels[codes] * scales.repeat_interleave(GROUP, dim=1)


def nibbles(codes: Tensor) -> np.ndarray:
    """Two in a byte, the first one high."""
    return (codes[:, ::2] * 16 + codes[:, 1::2]).to(torch.uint8).numpy()


def small(state: State) -> dict[str, np.ndarray]:
    """Matrices of layers in signed bytes, with a scale for each row; the others in half or whole precision."""
    found: dict[str, np.ndarray] = {}
    for name, tensor in state.items():
        if tensor.ndim == 1:
            found[name] = tensor.numpy()
        elif name.startswith("embeddings"):
            found[name] = tensor.half().numpy()
        else:
            scale = tensor.abs().amax(dim=1) / 127
            found[name] = torch.round(tensor / scale[:, None]).to(torch.int8).numpy()
            found[name.removesuffix("weight") + "scale"] = scale.numpy()
    return found


_TYPES = {"int8": "I8", "uint8": "U8", "float16": "F16", "float32": "F32"}


def write(path: Path, vocabulary: Sequence[str], tensors: Mapping[str, np.ndarray]) -> None:
    """As safetensors; the vocabulary, one piece a line, is a tensor of bytes."""
    every = {"vocabulary": np.frombuffer("\n".join(vocabulary).encode(), np.uint8), **tensors}
    header, end = {}, 0
    ordered = sorted(every, key=lambda name: (-every[name].itemsize, name))  # so that each lies where its type wants
    for name in ordered:
        start, end = end, end + every[name].nbytes
        about = {"dtype": _TYPES[str(every[name].dtype)], "shape": every[name].shape, "data_offsets": [start, end]}
        header[name] = about
    written = json.dumps({"__metadata__": {"format": "np"}, **header}).encode()
    written += b" " * (-len(written) % 8)
    with path.open("wb") as file:
        file.write(len(written).to_bytes(8, "little") + written)
        for name in ordered:
            file.write(np.ascontiguousarray(every[name]).tobytes())
    print(f"{path}: {path.stat().st_size / 1e6:.1f} MB, {len(vocabulary)} pieces")


if __name__ == "__main__":
    main()
