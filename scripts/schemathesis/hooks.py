# Loaded by schemathesis (scripts/fuzz-schemathesis.ts): it knows no NDJSON by itself.
import json

import schemathesis

NDJSON = "application/x-ndjson"


@schemathesis.serializer(NDJSON)
def lines(ctx, value):
    items = value if isinstance(value, list) else [value]
    return "\n".join(json.dumps(item) for item in items).encode("utf-8", "surrogatepass")


@schemathesis.deserializer(NDJSON)
def first_line(ctx, response):
    """The schema is that of a line; the project's own fuzzer looks at every one."""
    return json.loads(response.text.splitlines()[0]) if response.text.strip() else None
