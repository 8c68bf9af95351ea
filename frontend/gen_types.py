"""Types and trusted documents of the client, from `schema.graphql` and `src/documents/*.graphql`.

Every document is checked against the schema. Written: `src/lib/documents.ts` (one result and one
variables type per operation, and a constant that carries both) and `backend/web/documents.json`
(SHA-256 of the sent text → text), which is all that a locked deployment lets our client send.
Run `python frontend/gen_types.py`; with `--check` it writes nothing and fails on a difference.
"""

from __future__ import annotations

import json
import sys
from hashlib import sha256
from pathlib import Path

from graphql import (
    DocumentNode,
    FieldNode,
    FragmentDefinitionNode,
    FragmentSpreadNode,
    GraphQLEnumType,
    GraphQLInputObjectType,
    GraphQLInterfaceType,
    GraphQLList,
    GraphQLNonNull,
    GraphQLObjectType,
    GraphQLSchema,
    InlineFragmentNode,
    OperationDefinitionNode,
    SelectionSetNode,
    build_schema,
    get_named_type,
    is_required_input_field,
    parse,
    print_ast,
    strip_ignored_characters,
    type_from_ast,
    validate,
)

ROOT = Path(__file__).resolve().parent.parent
DOCUMENTS = ROOT / "frontend" / "src" / "documents"
TYPES = ROOT / "frontend" / "src" / "lib" / "documents.ts"
MANIFEST = ROOT / "backend" / "web" / "documents.json"

_NUMBERS = {"Int": "number", "Float": "number"}
_SCALARS = {**_NUMBERS, "Boolean": "boolean", "JSON": "unknown"}
_HEAD = """// Made by frontend/gen_types.py from schema.graphql and src/documents; do not edit.

export interface TypedDocument<Result, Variables> {
  readonly id: string
  readonly text: string
  readonly types?: [Result, Variables]
}
"""


def generate(schema: GraphQLSchema, document: DocumentNode) -> tuple[str, dict[str, str]]:
    """Return the TypeScript and the manifest; raises ValueError where a document is wrong."""
    errors = validate(schema, document)
    if errors:
        raise ValueError("\n\n".join(str(error) for error in errors))
    fragments = _fragments(document)
    typing = _Typing(schema)
    blocks = [
        f"export type {name} = {typing.selected(_condition(schema, fragment), fragment.selection_set)}\n"
        for name, fragment in fragments.items()
    ]
    manifest: dict[str, str] = {}
    for operation in document.definitions:
        if isinstance(operation, OperationDefinitionNode):
            text = _text(operation, fragments)
            document_id = f"sha256:{sha256(text.encode()).hexdigest()}"
            manifest[document_id] = text
            blocks.append(typing.operation(operation, document_id, text))
    return "\n".join([_HEAD, *typing.named(), *blocks]), manifest


class _Typing:
    """Writes TypeScript types, and remembers which enums and inputs they need."""

    def __init__(self, schema: GraphQLSchema) -> None:
        self.schema = schema
        self.used: dict[str, GraphQLEnumType | GraphQLInputObjectType] = {}

    def operation(self, node: OperationDefinitionNode, document_id: str, text: str) -> str:
        """Return the types of one operation and its constant."""
        assert node.name is not None, "operations have names"
        name = node.name.value
        root = self.schema.get_root_type(node.operation)
        variables = [
            _member(
                variable.variable.name.value,
                self.of(kind),
                is_optional=not isinstance(kind, GraphQLNonNull),
            )
            for variable in node.variable_definitions or ()
            if (kind := type_from_ast(self.schema, variable.type)) is not None
        ]
        constant = name[0].lower() + name[1:]
        return (
            f"export type {name}Result = {self.selected(root, node.selection_set)}\n"
            f"export type {name}Variables = {_object(variables)}\n"
            f"export const {constant}: TypedDocument<{name}Result, {name}Variables> = {{\n"
            f"  id: '{document_id}',\n  text: {json.dumps(text)},\n}}\n"
        )

    def selected(self, parent: object, selection: SelectionSetNode | None) -> str:
        """Return the type of what a selection brings from `parent`."""
        assert isinstance(parent, GraphQLObjectType | GraphQLInterfaceType) and selection
        spreads, members = [], []
        for node in selection.selections:
            if isinstance(node, FragmentSpreadNode):
                spreads.append(node.name.value)
                continue
            if isinstance(node, InlineFragmentNode):
                raise ValueError("inline fragments are not used in our documents")
            assert isinstance(node, FieldNode)
            members.append(_member((node.alias or node.name).value, self._field(parent, node)))
        return " & ".join([*spreads, *([_object(members)] if members else [])])

    def of(self, kind: object, node: FieldNode | None = None, *, is_nullable: bool = True) -> str:
        """Return the TypeScript type of a GraphQL type, with what `node` selects of it."""
        if isinstance(kind, GraphQLNonNull):
            return self.of(kind.of_type, node, is_nullable=False)
        if isinstance(kind, GraphQLList):
            text = f"Array<{self.of(kind.of_type, node)}>"
        elif isinstance(kind, GraphQLObjectType | GraphQLInterfaceType):
            text = self.selected(kind, node.selection_set if node else None)
        else:
            text = self._leaf(kind)
        return f"{text} | null" if is_nullable else text

    def named(self) -> list[str]:
        """Return the enums and inputs that were used, inputs of inputs too."""
        blocks: dict[str, str] = {}
        while missing := [name for name in self.used if name not in blocks]:
            for name in missing:
                blocks[name] = self._declared(self.used[name])
        return [blocks[name] for name in sorted(blocks)]

    def _declared(self, kind: GraphQLEnumType | GraphQLInputObjectType) -> str:
        if isinstance(kind, GraphQLEnumType):
            return f"export type {kind.name} = {' | '.join(repr(value) for value in kind.values)}\n"
        members = [
            _member(name, self.of(field.type), is_optional=not is_required_input_field(field))
            for name, field in kind.fields.items()
        ]
        return f"export interface {kind.name} {_object(members)}\n"

    def _field(self, parent: GraphQLObjectType | GraphQLInterfaceType, node: FieldNode) -> str:
        if node.name.value == "__typename":
            return repr(parent.name)
        return self.of(parent.fields[node.name.value].type, node)

    def _leaf(self, kind: object) -> str:
        named = get_named_type(kind)  # type: ignore[call-overload]
        if isinstance(named, GraphQLEnumType | GraphQLInputObjectType):
            self.used[named.name] = named
            return named.name
        return _SCALARS.get(named.name, "string")


def _fragments(document: DocumentNode) -> dict[str, FragmentDefinitionNode]:
    found = (node for node in document.definitions if isinstance(node, FragmentDefinitionNode))
    return {node.name.value: node for node in found}


def _condition(schema: GraphQLSchema, fragment: FragmentDefinitionNode) -> object:
    return schema.get_type(fragment.type_condition.name.value)


def _text(node: OperationDefinitionNode, fragments: dict[str, FragmentDefinitionNode]) -> str:
    needed: dict[str, FragmentDefinitionNode] = {}
    _collect(node.selection_set, fragments, needed)
    whole = DocumentNode(definitions=(node, *needed.values()))
    return strip_ignored_characters(print_ast(whole))


def _collect(
    selection: SelectionSetNode | None,
    fragments: dict[str, FragmentDefinitionNode],
    needed: dict[str, FragmentDefinitionNode],
) -> None:
    for node in selection.selections if selection else ():
        if isinstance(node, FragmentSpreadNode) and node.name.value not in needed:
            needed[node.name.value] = fragments[node.name.value]
            _collect(needed[node.name.value].selection_set, fragments, needed)
        elif isinstance(node, FieldNode):
            _collect(node.selection_set, fragments, needed)


def _member(name: str, kind: str, *, is_optional: bool = False) -> str:
    return f"{name}?: {kind}" if is_optional else f"{name}: {kind}"


def _object(members: list[str]) -> str:
    return "{ " + "; ".join(members) + " }" if members else "Record<string, never>"


def main(arguments: list[str]) -> int:
    """Write both files, or with `--check` say whether they are what would be written."""
    schema = build_schema((ROOT / "schema.graphql").read_text("utf-8"))
    texts = [path.read_text("utf-8") for path in sorted(DOCUMENTS.glob("*.graphql"))]
    types, manifest = generate(schema, parse("\n".join(texts)))
    wanted = {TYPES: types, MANIFEST: json.dumps(manifest, indent=2, sort_keys=True) + "\n"}
    stale = [path for path, text in wanted.items() if not path.exists() or path.read_text("utf-8") != text]
    if "--check" in arguments:
        for path in stale:
            print(f"{path.relative_to(ROOT)} is stale: run python frontend/gen_types.py")
        return 1 if stale else 0
    for path in stale:
        path.write_text(wanted[path], "utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
