"""A visitor of an application in this process, without a socket."""

import asyncio
from typing import Any

import httpx
from fastapi import FastAPI


class Visitor:
    """Sends single requests; follows no redirect and keeps no cookie."""

    def __init__(self, app: FastAPI) -> None:
        self._app = app

    def request(self, method: str, url: str, **request: Any) -> httpx.Response:
        """One request and its answer."""

        async def send() -> httpx.Response:
            transport = httpx.ASGITransport(self._app)
            async with httpx.AsyncClient(
                transport=transport, base_url="http://testserver"
            ) as client:
                return await client.request(method, url, **request)

        return asyncio.run(send())

    def get(self, url: str) -> httpx.Response:
        """GET."""
        return self.request("GET", url)

    def post(self, url: str, **request: Any) -> httpx.Response:
        """POST."""
        return self.request("POST", url, **request)
