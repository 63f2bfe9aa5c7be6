"""What the figures were measured on."""

import os
import platform
import subprocess
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path

import psutil

import netloom

PACKAGES = ("torch", "numpy", "polars", "onnxruntime", "scikit-learn")
FRAMEWORKS = ("keras", "tensorflow-cpu", "skorch", "lightning", "torch", "numpy")


def described() -> str:
    """The machine, as a sentence."""
    memory = psutil.virtual_memory().total / 2**30
    return (
        f"{_processor()}, {os.cpu_count()} cores, {memory:.0f} GiB of memory, {platform.system()} {platform.release()}"
    )


def _processor() -> str:
    information = Path("/proc/cpuinfo")
    lines = information.read_text("utf-8").splitlines() if information.exists() else []
    names = [line.partition(":")[2].strip() for line in lines if line.startswith("model name")]
    return names[0] if names else platform.processor() or platform.machine()


def versions(frameworks: str) -> str:
    """What was installed, for Netloom and, in their own environment, for the frameworks."""
    own = ", ".join(f"{name} {version(name)}" for name in PACKAGES)
    told = f"Netloom {netloom.__version__}, Python {platform.python_version()}, {own}"
    if not frameworks:
        return told
    program = f"from importlib.metadata import version\nfor name in {FRAMEWORKS}: print(name, version(name))"
    ran = subprocess.run([frameworks, "-c", program], capture_output=True, text=True, check=True)
    return f"{told}; beside it {', '.join(ran.stdout.splitlines())}"


def commit() -> str:
    """Which version of the repository this is."""
    asked = ["git", "describe", "--always", "--dirty"]
    ran = subprocess.run(asked, cwd=Path(__file__).parent, capture_output=True, text=True)
    return f"commit {ran.stdout.strip()}" if ran.returncode == 0 else "not from a repository"


def load() -> str:
    """How busy the machine is: processes that want to run, on average over 1, 5 and 15 minutes."""
    return " / ".join(f"{each:.1f}" for each in psutil.getloadavg())


def now() -> str:
    return datetime.now(UTC).strftime("%Y-%m-%d %H:%M UTC")
