"""A Llama small enough to be made in a test: bytes for tokens, random weights that nobody trained."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

CHAT_TEMPLATE = (
    "{% for message in messages %}<|im_start|>{{ message.role }}\n{{ message.content }}<|im_end|>\n{% endfor %}"
    "{% if add_generation_prompt %}<|im_start|>assistant\n{% endif %}"
)


def write_tiny_gguf(
    path: Path, *, seed: int = 0, dim: int = 64, layers: int = 2, context_tokens: int = 2048, half: bool = False
) -> Path:
    """Half a megabyte of float32 weights, or `half` of that in float16. The same seed makes the same file."""
    gguf = pytest.importorskip("gguf", reason="needs the package gguf")
    random = np.random.default_rng(seed)
    tokens = [*_byte_characters(), "he", "<|im_start|>", "<|im_end|>"]
    writer = gguf.GGUFWriter(path, "llama")
    writer.add_name("tiny")
    writer.add_file_type(1 if half else 0)
    writer.add_vocab_size(len(tokens))
    writer.add_context_length(context_tokens)
    writer.add_embedding_length(dim)
    writer.add_block_count(layers)
    writer.add_feed_forward_length(2 * dim)
    writer.add_head_count(4)
    writer.add_head_count_kv(4)
    writer.add_rope_dimension_count(dim // 4)
    writer.add_layer_norm_rms_eps(1e-5)
    writer.add_tokenizer_model("gpt2")
    writer.add_tokenizer_pre("qwen2")
    writer.add_token_list(tokens)
    writer.add_token_types([1] * 257 + [3, 3])
    writer.add_token_merges(["h e"])  # llama.cpp wants one at least
    writer.add_bos_token_id(257)
    writer.add_eos_token_id(258)
    writer.add_add_bos_token(False)
    writer.add_chat_template(CHAT_TEMPLATE)

    def weights(name: str, *shape: int) -> None:
        writer.add_tensor(
            f"{name}.weight", (random.standard_normal(shape) * 0.08).astype(np.float16 if half else np.float32)
        )

    def ones(name: str) -> None:
        writer.add_tensor(f"{name}.weight", np.ones(dim, np.float32))

    weights("token_embd", len(tokens), dim)
    weights("output", len(tokens), dim)
    ones("output_norm")
    for layer in range(layers):
        for name in ("attn_q", "attn_k", "attn_v", "attn_output"):
            weights(f"blk.{layer}.{name}", dim, dim)
        weights(f"blk.{layer}.ffn_gate", 2 * dim, dim)
        weights(f"blk.{layer}.ffn_up", 2 * dim, dim)
        weights(f"blk.{layer}.ffn_down", dim, 2 * dim)
        ones(f"blk.{layer}.attn_norm")
        ones(f"blk.{layer}.ffn_norm")
    writer.write_header_to_file()
    writer.write_kv_data_to_file()
    writer.write_tensors_to_file()
    writer.close()
    return path


def _byte_characters() -> list[str]:
    """GPT-2's 256 letters for the 256 bytes, in the order of the bytes."""
    plain = [*range(33, 127), *range(161, 173), *range(174, 256)]
    others = [byte for byte in range(256) if byte not in plain]
    letter = {byte: chr(byte) for byte in plain} | {byte: chr(256 + at) for at, byte in enumerate(others)}
    return [letter[byte] for byte in range(256)]
