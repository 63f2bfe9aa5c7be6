"""The weights of a network as a safetensors file: the length of a header, the header in JSON, and the raw numbers."""

import ctypes
import json
import struct
from collections.abc import Mapping
from pathlib import Path

import torch
from torch import Tensor

TYPES = {"F64": torch.float64, "F32": torch.float32, "F16": torch.float16, "I64": torch.int64, "BOOL": torch.bool}
NAMES = {kind: name for name, kind in TYPES.items()}


def load_weights(path: Path) -> dict[str, Tensor]:
    """The tensors of a file by name, as `load_state_dict` takes them."""
    content = bytearray(path.read_bytes())
    (length,) = struct.unpack("<Q", content[:8])
    header = json.loads(content[8 : 8 + length])
    numbers = content[8 + length :]
    return {
        name: _tensor(numbers, TYPES[entry["dtype"]], entry["shape"], entry["data_offsets"])
        for name, entry in header.items()
        if name != "__metadata__"
    }


def _tensor(numbers: bytearray, kind: torch.dtype, shape: list[int], place: list[int]) -> Tensor:
    start, end = place
    if start == end:
        return torch.zeros(shape, dtype=kind)
    return torch.frombuffer(numbers[start:end], dtype=kind).reshape(shape)


def save_weights(path: Path, weights: Mapping[str, Tensor]) -> None:
    """Writes tensors such as those of `state_dict` into a file."""
    header, pieces, size = {}, [], 0
    for name, tensor in weights.items():
        tensor = tensor.detach().cpu().contiguous()
        piece = ctypes.string_at(tensor.data_ptr(), tensor.nbytes) if tensor.nbytes else b""
        header[name] = {
            "dtype": NAMES[tensor.dtype],
            "shape": list(tensor.shape),
            "data_offsets": [size, size + len(piece)],
        }
        pieces.append(piece)
        size += len(piece)
    text = json.dumps(header).encode()
    text += b" " * (-len(text) % 8)  # the numbers begin at a multiple of 8 bytes
    path.write_bytes(struct.pack("<Q", len(text)) + text + b"".join(pieces))
