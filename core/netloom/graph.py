"""The graph of a network: order, cycles, what leads where. The only place that knows networkx."""

from collections import defaultdict
from collections.abc import Iterable
from heapq import heappop, heappush

import networkx

from netloom.project import Network, Wire


def _digraph(network: Network) -> "networkx.DiGraph[str]":
    graph: networkx.DiGraph[str] = networkx.DiGraph()
    graph.add_nodes_from(node.id for node in network.nodes)
    graph.add_edges_from((wire.source, wire.target) for wire in network.wires)
    return graph


def cycles(network: Network) -> tuple[tuple[str, ...], ...]:
    """The ids of the blocks in each cycle, in the order in which they are stored."""
    if len(_flow(network)) == len(network.nodes):
        return ()
    graph = _digraph(network)
    rank = _ranks(network)
    knots = [part for part in networkx.strongly_connected_components(graph) if _loops(graph, part)]
    ordered = [tuple(sorted(knot, key=rank.__getitem__)) for knot in knots]
    return tuple(sorted(ordered, key=lambda knot: rank[knot[0]]))


def _loops(graph: "networkx.DiGraph[str]", part: set[str]) -> bool:
    return len(part) > 1 or any(graph.has_edge(node, node) for node in part)


def order(network: Network) -> tuple[str, ...]:
    """All ids, each after those it depends on, and else as they are stored. There must be no cycle."""
    return _flow(network)


def _flow(network: Network) -> tuple[str, ...]:
    """The ids that depend on no cycle, in order; a graph of networkx takes longer to make than this takes."""
    ids, rank = [node.id for node in network.nodes], _ranks(network)
    waits, following = [0] * len(ids), defaultdict[int, list[int]](list)
    for start, end in {(wire.source, wire.target) for wire in network.wires}:
        waits[rank[end]] += 1
        following[rank[start]].append(rank[end])
    ready = [place for place, count in enumerate(waits) if not count]
    found = []
    while ready:
        place = heappop(ready)
        found.append(ids[place])
        for after in following.get(place, ()):
            waits[after] -= 1
            if not waits[after]:
                heappush(ready, after)
    return tuple(found)


def arriving(network: Network) -> dict[tuple[str, str], tuple[Wire, ...]]:
    """The wires that end at each (block, port), in their order."""
    found: defaultdict[tuple[str, str], list[Wire]] = defaultdict(list)
    for wire in network.wires:
        found[wire.target, wire.target_port].append(wire)
    return {end: tuple(wires) for end, wires in found.items()}


def leading_to(network: Network, ids: Iterable[str]) -> frozenset[str]:
    """The given blocks and all from which a path of wires leads to one of them."""
    return _reach(((wire.target, wire.source) for wire in network.wires), ids)


def reached_from(network: Network, ids: Iterable[str]) -> frozenset[str]:
    """The given blocks and all to which a path of wires leads from one of them."""
    return _reach(((wire.source, wire.target) for wire in network.wires), ids)


def _reach(steps: Iterable[tuple[str, str]], ids: Iterable[str]) -> frozenset[str]:
    """All that is reached by these steps; a graph of networkx takes longer to make than this takes."""
    following: defaultdict[str, list[str]] = defaultdict(list)
    for start, end in steps:
        following[start].append(end)
    found: set[str] = set()
    waiting = list(ids)
    while waiting:
        node = waiting.pop()
        if node not in found:
            found.add(node)
            waiting.extend(following.get(node, ()))
    return frozenset(found)


def _ranks(network: Network) -> dict[str, int]:
    return {node.id: rank for rank, node in enumerate(network.nodes)}
