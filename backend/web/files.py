"""The addresses of files: where they are handed in, and where signed links lead."""

from __future__ import annotations

from typing import Final

from starlette.routing import Route

from backend.web import downloads, uploads

FILE_ROUTES: Final = (
    Route("/files", uploads.upload, methods=["POST"]),
    Route("/files/attachments/{key}", downloads.attachment),
    Route("/files/exports/{key}", downloads.export),
    Route("/files/imports/{key}", downloads.import_result),
    Route("/files/templates/{kind}.csv", downloads.import_template),
)
