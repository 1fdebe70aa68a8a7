# Loaded by schemathesis (run.ts): it knows no NDJSON by itself. Answers of lines, which may be none, are left to the
# project's own fuzzer, which looks at every one.
import json

import schemathesis

NDJSON = "application/x-ndjson"


@schemathesis.serializer(NDJSON)
def lines(ctx, value):
    items = value if isinstance(value, list) else [value]
    return "\n".join(json.dumps(item) for item in items).encode("utf-8", "surrogatepass")
