"""What a client may send: read strictly, refused clearly."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import cast
from uuid import uuid4

import orjson
from starlette.requests import HTTPConnection, Request

from backend.errors import Language, Words

BODY_BYTES = 1024 * 1024


class Refused(Exception):
    """A request that is answered without being understood: status, code, words, headers."""

    def __init__(
        self,
        status: int,
        words: Words,
        *,
        code: str = "BAD_REQUEST",
        headers: Mapping[str, str] | None = None,
    ) -> None:
        super().__init__(words.en)
        self.status = status
        self.code = code
        self.words = words
        self.headers = headers or {}


class UnknownDocument(Refused):
    """The client named a document that is not on the list; it may send the text instead."""

    def __init__(self) -> None:
        words = Words("没有这个已登记的查询", "There is no such persisted document")
        super().__init__(400, words, code="PERSISTED_QUERY_NOT_FOUND")


@dataclass(frozen=True, slots=True)
class Operation:
    """What is to be run."""

    text: str
    name: str | None
    variables: dict[str, object]


def malformed(zh: str, en: str) -> Refused:
    """Return the refusal of a request that is not GraphQL over HTTP."""
    return Refused(400, Words(zh, en))


async def parameters_of(request: Request) -> object:
    """Return what a GET or POST carries, not yet looked at; raises Refused."""
    if request.method == "GET":
        sent: dict[str, object] = dict(request.query_params)
        for name in ("variables", "extensions"):
            if text := request.query_params.get(name):
                sent[name] = decoded(text)
        return sent
    _ensure_json(request)
    return decoded(await _body(request))


def operation_of(sent: object, documents: Mapping[str, str]) -> Operation:
    """Return the operation in the parameters; raises Refused for anything out of form.

    A text wins over `documentId`, which names one of `documents`.
    """
    if isinstance(sent, list):
        raise malformed("不支持批量请求", "Batching is off: send one operation per request")
    if not isinstance(sent, dict):
        raise malformed("请求须为 JSON 对象", "The request must be a JSON object")
    fields = cast("dict[str, object]", sent)
    return Operation(
        text=_text(fields, documents),
        name=_string(fields, "operationName"),
        variables=_object(fields, "variables"),
    )


def decoded(text: str | bytes) -> object:
    """Return the value of a JSON text in UTF-8; raises Refused."""
    try:
        return orjson.loads(text)
    except orjson.JSONDecodeError:
        raise malformed("不是有效的 JSON", "This is not JSON in UTF-8") from None


def request_id_of(connection: HTTPConnection) -> str:
    """Return the id under which the log speaks of this request."""
    state: dict[str, object] = connection.scope.setdefault("state", {})
    return str(state.setdefault("request_id", uuid4().hex))


def language_of_header(connection: HTTPConnection) -> Language:
    """Return the language of Accept-Language that is ours and stands first; Chinese if none."""
    for part in connection.headers.get("accept-language", "").lower().split(","):
        tag = part.partition(";")[0].strip()
        if tag.startswith(("zh", "en")):
            return "en" if tag.startswith("en") else "zh"
    return "zh"


def _text(fields: Mapping[str, object], documents: Mapping[str, str]) -> str:
    extensions = _object(fields, "extensions")
    if text := _string(fields, "query"):
        return text
    if document_id := _string(fields, "documentId"):
        if document_id in documents:
            return documents[document_id]
        raise UnknownDocument
    if "persistedQuery" in extensions:
        raise UnknownDocument
    raise malformed("缺少 query", "The request has no query")


def _string(fields: Mapping[str, object], name: str) -> str | None:
    value = fields.get(name)
    if value is None or isinstance(value, str):
        return value or None
    raise malformed(f"{name} 须为字符串", f"{name} must be a string")


def _object(fields: Mapping[str, object], name: str) -> dict[str, object]:
    value = fields.get(name)
    if value is None or isinstance(value, dict):
        return cast("dict[str, object]", value or {})
    raise malformed(f"{name} 须为对象", f"{name} must be an object")


def _ensure_json(request: Request) -> None:
    kind, *parameters = request.headers.get("content-type", "").lower().split(";")
    charsets = [each.strip().removeprefix("charset=").strip('"') for each in parameters]
    if kind.strip() != "application/json" or any(each != "utf-8" for each in charsets):
        words = Words("请以 application/json 发送", "Send the request as application/json in UTF-8")
        raise Refused(415, words)
    if request.headers.get("content-encoding", "identity") != "identity":
        raise Refused(415, Words("请求体不得压缩", "The body must not be compressed"))


async def _body(request: Request) -> bytes:
    announced = request.headers.get("content-length", "")
    if announced.isdigit() and int(announced[:18]) > BODY_BYTES:
        raise _too_large()
    body = bytearray()
    async for chunk in request.stream():
        body += chunk
        if len(body) > BODY_BYTES:
            raise _too_large()
    return bytes(body)


def _too_large() -> Refused:
    words = Words("请求体超过 1 MiB", f"The body is larger than {BODY_BYTES} bytes")
    return Refused(413, words, headers={"Connection": "close"})
