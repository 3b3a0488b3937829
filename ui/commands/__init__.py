"""The commands of `inspector`: each module has `register` for its options and runs one thing."""

from __future__ import annotations

import argparse
from typing import TypeAlias

Commands: TypeAlias = "argparse._SubParsersAction[argparse.ArgumentParser]"
"""What `register` adds its command to."""
