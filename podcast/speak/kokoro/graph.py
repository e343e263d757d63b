"""An ONNX graph under change: what goes, what comes in its place, in few words."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray


class Graph:
    """An ONNX graph under change: who makes and who uses each tensor, which nodes go and which come."""

    def __init__(self, graph: Any) -> None:
        self.graph = graph
        self.constants = {i.name: i for i in graph.initializer}
        self.maker = {output: node for node in graph.node for output in node.output}
        self.users: dict[str, list[Any]] = defaultdict(list)
        for node in graph.node:
            for name in node.input:
                self.users[name].append(node)
        self._gone: set[str] = set()  # by their first output
        self._new: dict[str, list[Any]] = defaultdict(list)  # in the place of the node with this first output

    def value(self, name: str) -> NDArray[Any]:
        from onnx import numpy_helper

        return numpy_helper.to_array(self.constants[name])

    def constant(self, value: NDArray[Any]) -> str:
        """The name under which ``value`` stands in the graph: once, however often it is asked for."""
        from onnx import numpy_helper

        kind = f"{value.dtype}{value.shape}"
        name = f"constant/{hashlib.sha256(kind.encode() + value.tobytes()).hexdigest()[:24]}"
        if name not in self.constants:
            self.constants[name] = numpy_helper.from_array(np.array(value, order="C"), name)
        return name

    def only_user(self, output: str, op: str) -> Any:
        users = self.users[output]
        if [u.op_type for u in users] != [op]:
            raise ValueError(f"{output} goes to {[u.op_type for u in users]}, not to one {op}")
        return users[0]

    def made_by(self, node: Any, op: str) -> tuple[Any, str]:
        """The node of kind ``op`` that one of the two inputs of ``node`` comes from, and the other input."""
        for at, name in enumerate(node.input):
            if name in self.maker and self.maker[name].op_type == op:
                return self.maker[name], node.input[1 - at] if len(node.input) == 2 else ""
        raise ValueError(f"{node.name} takes nothing from a {op}")

    def replace(self, old: Sequence[Any], new: Nodes, at: Any) -> None:
        """Leave ``old`` out; what is ``new`` comes where ``at`` stood."""
        self._gone.update(node.output[0] for node in old)
        self._new[at.output[0]] += new.nodes

    def is_gone(self, node: Any) -> bool:
        return node.output[0] in self._gone

    def finish(self) -> None:
        nodes: list[Any] = []
        for node in self.graph.node:
            nodes += self._new.get(node.output[0], ())
            if node.output[0] not in self._gone:
                nodes.append(node)
        used = _names(nodes)
        del self.graph.node[:]
        self.graph.node.extend(nodes)
        del self.graph.initializer[:]
        self.graph.initializer.extend(c for name, c in self.constants.items() if name in used)


def _names(nodes: Sequence[Any]) -> set[str]:
    """All that ``nodes``, and the bodies of loops among them, take in."""
    names = {name for node in nodes for name in node.input}
    return names.union(*(_names(a.g.node) for node in nodes for a in node.attribute if a.HasField("g")))


class Nodes:
    """New nodes in order. ``new("Add", x, y)`` adds one and gives the name of what it makes."""

    def __init__(self, graph: Graph, name: str) -> None:
        self.graph, self.name = graph, name
        self.nodes: list[Any] = []

    def __call__(self, op: str, *inputs: str | NDArray[Any] | np.generic, to: str = "", **attributes: Any) -> str:
        from onnx import helper

        names = [i if isinstance(i, str) else self.graph.constant(np.asarray(i)) for i in inputs]
        output = to or f"{self.name}/{len(self.nodes)}{op}"
        self.nodes.append(helper.make_node(op, names, [output], name=output, **attributes))
        return output

    def scan(self, over: Sequence[tuple[str, str | NDArray[Any]]], body: Nodes, outputs: Sequence[str]) -> list[str]:
        """``body`` for each slice of ``over`` (the name that it has there, the tensor); its ``outputs``, stacked."""
        from onnx import TensorProto, helper

        def told(name: str, kind: int = TensorProto.FLOAT) -> Any:
            return helper.make_tensor_value_info(name, kind, None)

        taken = [i if isinstance(i, str) else self.graph.constant(i) for _, i in over]
        inner = [told(name, TensorProto.INT64 if name.endswith("#") else TensorProto.FLOAT) for name, _ in over]
        graph = helper.make_graph(body.nodes, body.name, inner, [told(name) for name in outputs])
        made = [f"{name}/stacked" for name in outputs]
        self.nodes.append(helper.make_node("Scan", taken, made, made[0], body=graph, num_scan_inputs=len(over)))
        return made
