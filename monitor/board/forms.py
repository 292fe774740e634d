"""Small forms as browsers send them, read with a bound."""

from urllib.parse import parse_qsl

from fastapi import HTTPException, Request

LARGEST_FORM = 16_384
_MOST_FIELDS = 20


async def form_fields(request: Request) -> dict[str, str]:
    """The fields of a url-encoded form; of a field that is sent twice, the last.

    Raises HTTPException 413 for one over 16 KB, 400 for what is no such form.
    """
    body = b""
    async for chunk in request.stream():
        body += chunk
        if len(body) > LARGEST_FORM:
            raise HTTPException(413)
    try:
        text = body.decode("ascii")
        fields = parse_qsl(text, keep_blank_values=True, max_num_fields=_MOST_FIELDS)
    except ValueError as error:
        raise HTTPException(400) from error
    return dict(fields)
