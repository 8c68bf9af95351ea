"""What every schema module needs: objects, lists, mutations and errors of the graph."""

from __future__ import annotations

from backend.graph.assembly import build_schema
from backend.graph.connections import Connection, Edge, PageInfo
from backend.graph.context import Context, actor_of, address_of, context_of, language_of
from backend.graph.directives import Cost, ListSize, Requires
from backend.graph.each import perform_each
from backend.graph.errors import (
    UserError,
    bad_user_input,
    error_type,
    forbidden,
    unauthenticated,
    user_input,
)
from backend.graph.fields import column, function, to_one
from backend.graph.gate import Gate
from backend.graph.http import Endpoint
from backend.graph.idempotency import forget_old_keys
from backend.graph.ids import decode_id, encode_id
from backend.graph.lists import connection, to_list, to_many
from backend.graph.loaders import Batch
from backend.graph.mutations import MutationInput, Payload, mutation, perform
from backend.graph.nodes import Node, find, find_one, node, node_types, row_behind
from backend.graph.orders import OrderDirection
from backend.graph.requests import Refused, language_of_header
from backend.graph.roots import NodeQuery, by_id

__all__ = [
    "Batch",
    "Connection",
    "Context",
    "Cost",
    "Edge",
    "Endpoint",
    "Gate",
    "ListSize",
    "MutationInput",
    "Node",
    "NodeQuery",
    "OrderDirection",
    "PageInfo",
    "Payload",
    "Refused",
    "Requires",
    "UserError",
    "actor_of",
    "address_of",
    "bad_user_input",
    "build_schema",
    "by_id",
    "column",
    "connection",
    "context_of",
    "decode_id",
    "encode_id",
    "error_type",
    "find",
    "find_one",
    "forbidden",
    "forget_old_keys",
    "function",
    "language_of",
    "language_of_header",
    "mutation",
    "node",
    "node_types",
    "perform",
    "perform_each",
    "row_behind",
    "to_list",
    "to_many",
    "to_one",
    "unauthenticated",
    "user_input",
]
