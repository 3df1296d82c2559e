"""The options that say where work is done: in processes on this machine, or on a Ray cluster."""

from __future__ import annotations

import os
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from lam.data.parallel import Runner


def runner_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """Adds `--workers` and `--ray`."""
    ray = click.option("--ray", default="", metavar="ADDRESS", help="Work on this Ray cluster (`local`: one of its own on this machine).")
    workers = click.option("--workers", default=0, help="Side by side; 0: one per core, at most eight (on Ray: one per core of the cluster).")
    return workers(ray(command))


def runner(workers: int, ray: str) -> Runner:
    """What the options ask for."""
    from lam.data.parallel import Cluster, Processes

    return Cluster(ray, workers) if ray else Processes(workers or min(os.cpu_count() or 1, 8))
