"""What training may run on."""

from typing import Literal

DeviceName = Literal["auto", "cpu", "cuda"]
"""The processor, an NVIDIA GPU, or by itself the GPU where there is one that can be used."""
