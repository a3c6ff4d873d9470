"""What this process runs on, and how much memory it has used."""

import os
import platform
import resource
import sys
from importlib.metadata import version
from pathlib import Path

STATUS = Path("/proc/self/status")


def describe_python() -> dict:
    """Versions and settings that a timing or a result depends on."""
    import torch

    packages = ("torch", "transformers", "accelerate", "tokenizers")
    return {
        "versions": {"python": platform.python_version(), **{name: version(name) for name in packages}},
        "threads": torch.get_num_threads(),
        "cores": os.cpu_count(),
        "cpu_capability": torch.backends.cpu.get_cpu_capability(),
    }


def status_bytes(field: str) -> int | None:
    """A `VmHWM`-like field of Linux's process status in bytes; None on other systems."""
    if not STATUS.exists():
        return None
    line = next(line for line in STATUS.read_text().splitlines() if line.startswith(f"{field}:"))
    return int(line.split()[1]) * 1024


def peak_rss_bytes() -> int:
    # ru_maxrss survives exec, so a large parent would show in it: only the fallback.
    peak = status_bytes("VmHWM")
    if peak is not None:
        return peak
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * (1 if sys.platform == "darwin" else 1024)


def rss_bytes() -> int:
    """Resident now, where the system tells it cheaply; else the peak so far."""
    return status_bytes("VmRSS") or peak_rss_bytes()
