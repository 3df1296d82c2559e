"""Shows that a cluster loses nothing: demonstrations on a local Ray cluster of three nodes, one of which is killed in the middle.

    python tools/cluster.py [GROUPS]      needs LibreOffice and the extra `ray`

The same groups are then made by processes on this machine, and the two sets are compared.
"""

from __future__ import annotations

import sys
import tempfile
from functools import partial
from pathlib import Path
from typing import Any

import ray
from ray.cluster_utils import Cluster as Nodes

from lam.data.demonstrate.execute import Demonstrator
from lam.data.journal import Journal
from lam.data.parallel import Cluster, Processes


def told(journal: Journal) -> dict[str, list[tuple[str, Any]]]:
    """Group -> instructions with the actions that were kept."""
    return {
        line["key"]: [(r["trajectory"]["instruction"], [s["decision"]["action"] for s in r["trajectory"]["steps"]]) for r in line["kept"]]
        for line in journal.lines()
    }


def main(groups: int) -> int:
    make, items = partial(Demonstrator, "app", True), [("group", f"train-{n}") for n in range(groups)]
    with tempfile.TemporaryDirectory(prefix="lam-cluster-") as folder:
        nodes = Nodes(initialize_head=True, head_node_args={"num_cpus": 1})
        others = [nodes.add_node(num_cpus=1) for _ in range(2)]
        nodes.wait_for_nodes()
        journal = Journal(Path(folder) / "cluster", "demonstrate")
        lines = 0
        for result in Cluster(nodes.address, 3).run(make, items):
            journal.record(**result.value)
            lines += 1
            print(f"{lines} of {groups} groups", flush=True)
            if lines == groups // 3:
                nodes.remove_node(others[0])
                print("one of three nodes is killed", flush=True)
        ray.shutdown()
        nodes.shutdown()
        alone = Journal(Path(folder) / "alone", "demonstrate")
        for result in Processes(2).run(make, items):
            alone.record(**result.value)
        one, other = told(journal), told(alone)
    same = one == other and lines == groups
    print(f"{lines} results for {groups} groups, {sum(map(len, one.values()))} trajectories; the same as without a cluster: {same}")
    return 0 if same else 1


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]) if len(sys.argv) > 1 else 12))
